import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { knownLogger, LOGGER_NAMES } from '../loggers.js'
import { findInstalled, type Installed } from './installed.js'
import { type Preload, readNodeArguments } from './node-arguments.js'
import { commandsOfApp, type ScriptCommand, scriptCommands } from './scripts.js'
import { readSettings, type Settings } from './settings.js'
import { commandsOf } from './shell-words.js'
import { readSources, type Sources } from './sources.js'

/** What the doctor takes from the machine that it runs on. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>
  /** As `process.version` has it. */
  readonly nodeVersion: string
  /** Epoch milliseconds. */
  now(): number
  /** Returns how many bytes a user may still write to the disk of a folder. */
  freeBytes(folder: string): number
}

/** All that is known of an app before it runs. */
export interface App {
  readonly folder: string
  readonly machine: Machine
  /** package.json; `undefined`: there is none that can be read. */
  readonly manifest: Readonly<Record<string, unknown>> | undefined
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly scripts: readonly ScriptCommand[]
  readonly settings: Settings
  /** Of NODE_OPTIONS and of all scripts. */
  readonly preloads: readonly Preload[]
  readonly sources: Sources
  readonly isEsm: boolean
  /** `npm install` in the words of the app's package manager. */
  readonly install: string
  dependsOn(name: string): boolean
  installed(name: string): readonly Installed[]
  /** Returns the text of a file of the app; `undefined`: there is none. */
  read(name: string): string | undefined
}

const OTHER_PACKAGES = ['lipservice', '@opentelemetry/api', '@opentelemetry/api-logs', '@opentelemetry/sdk-logs']

/** Looks at an app: its package.json, what is installed, its code, and the environment that it will run in. */
export function lookAt(folder: string, machine: Machine): App {
  const read = (name: string) => readText(path.join(folder, name))
  const manifest = parseObject(read('package.json'))
  const dependencies = objectOf(manifest?.['dependencies'])
  const devDependencies = objectOf(manifest?.['devDependencies'])
  const scripts = scriptCommands(objectOf(manifest?.['scripts']))
  const dependsOn = (name: string) => Object.hasOwn(dependencies, name) || Object.hasOwn(devDependencies, name)
  const settings = readSettings({ folder, env: machine.env, commands: commandsOfApp(scripts), dependsOn })
  const loggerPackages = LOGGER_NAMES.flatMap((name) => knownLogger(name).package ?? [])
  const found = findInstalled(folder, [...new Set([...OTHER_PACKAGES, ...loggerPackages])])
  return {
    folder,
    machine,
    manifest,
    dependencies,
    devDependencies,
    scripts,
    settings,
    preloads: preloadsOf(settings, scripts),
    sources: readSources(folder),
    isEsm: manifest?.['type'] === 'module',
    install: installerOf(folder),
    dependsOn,
    installed: (name) => found.get(name) ?? [],
    read,
  }
}

function preloadsOf({ all }: Settings, scripts: readonly ScriptCommand[]): Preload[] {
  const words = commandsOf(all.get('NODE_OPTIONS')?.value ?? '').flat()
  return [...readNodeArguments(words, 'NODE_OPTIONS').preloads, ...scripts.flatMap(({ node }) => node?.preloads ?? [])]
}

function installerOf(folder: string): string {
  const has = (name: string) => existsSync(path.join(folder, name))
  if (has('pnpm-lock.yaml')) return 'pnpm add'
  if (has('yarn.lock')) return 'yarn add'
  return has('bun.lock') || has('bun.lockb') ? 'bun add' : 'npm install'
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const objectOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? (value as Record<string, string>) : {}
