import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Framework, InitLogger } from './answers.js'

/** What package.json and the files beside it say of an app. */
export interface Detected {
  readonly logger: InitLogger
  readonly framework: Framework
  readonly isEsm: boolean
  readonly isTypescript: boolean
  readonly service: string
  /** Folder of the code: `src`, or none. */
  readonly sources: string
  /** `npm install` in the words of the app's package manager. */
  readonly install: string
  /** The script that starts it; `undefined`: it has none. */
  readonly start: string | undefined
}

const BY_PACKAGE: readonly (readonly [name: string, logger: InitLogger])[] = [
  ['nestjs-pino', 'pino'],
  ['pino', 'pino'],
  ['winston', 'winston'],
  ['nest-winston', 'winston'],
  ['@nestjs/common', 'nest'],
  ['fastify', 'pino'],
  ['@opentelemetry/sdk-logs', 'opentelemetry'],
]
const FRAMEWORK_PACKAGES: readonly (readonly [name: string, framework: Framework])[] = [
  ['next', 'next'],
  ['@nestjs/core', 'nest'],
  ['fastify', 'fastify'],
  ['express', 'express'],
]
const INSTALLERS = [
  ['pnpm-lock.yaml', 'pnpm add'],
  ['yarn.lock', 'yarn add'],
  ['bun.lock', 'bun add'],
] as const

/** Looks at an app. Without a package.json it is taken for one of ES modules that logs by the console. */
export function detect(folder: string): Detected {
  const has = (name: string) => existsSync(path.join(folder, name))
  const manifest = manifestOf(folder)
  const packages = { ...objectOf(manifest['devDependencies']), ...objectOf(manifest['dependencies']) }
  const dependsOn = (name: string) => Object.hasOwn(packages, name)
  const { name, type } = manifest
  const start = objectOf(manifest['scripts'])['start']
  const isTypescript = has('tsconfig.json') || dependsOn('typescript')
  const framework = FRAMEWORK_PACKAGES.find(([one]) => dependsOn(one))?.[1] ?? 'none'
  return {
    logger: BY_PACKAGE.find(([one]) => dependsOn(one))?.[1] ?? 'console',
    framework,
    // TypeScript is written with import, whatever becomes of it.
    isEsm: type === 'module' || isTypescript || framework === 'next' || Object.keys(manifest).length === 0,
    isTypescript,
    service: serviceNameOf(name, folder),
    sources: has('src') ? 'src' : '',
    install: INSTALLERS.find(([file]) => has(file))?.[1] ?? 'npm install',
    start: typeof start === 'string' ? start : undefined,
  }
}

function serviceNameOf(name: unknown, folder: string): string {
  const given = typeof name === 'string' && name !== '' ? name : path.basename(folder)
  return (
    given
      .replace(/^@[^/]*\//, '')
      .replace(/[^\w.-]/g, '-')
      .slice(0, 100) || 'my-service'
  )
}

function manifestOf(folder: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')))
  } catch {
    return {}
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
