import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** In the versions that this repository tests with. */
const OURS = [
  '@opentelemetry/api',
  '@opentelemetry/api-logs',
  '@opentelemetry/exporter-logs-otlp-http',
  '@opentelemetry/instrumentation-pino',
  '@opentelemetry/sdk-logs',
  '@opentelemetry/winston-transport',
  'pino',
  'posthog-node',
  'winston',
]
/** Only measured: no dependency of this repository. */
const OTHERS = {
  '@logtape/logtape': '2.3.2',
  '@logtape/otel': '2.3.2',
  '@opentelemetry/exporter-logs-otlp-proto': '0.301.0',
  evlog: '2.29.0',
  'pino-opentelemetry-transport': '4.0.2',
}

/** Installs the packed tarball and all contestants in a folder of its own, as an app would have them. Returns the folder. */
export function prepare(): string {
  const folder = join(tmpdir(), 'lipservice-bench-cost')
  mkdirSync(folder, { recursive: true })
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' })) as [{ filename: string }]
  const versions = Object.fromEntries(OURS.map((name) => [name, versionOf(join(ROOT, 'node_modules'), name)]))
  const dependencies = { ...versions, ...OTHERS, lipservice: `file:${packed.filename}` }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  // npm takes another tarball of the same name and version for the one that it has installed.
  for (const stale of ['lipservice', '.package-lock.json'])
    rmSync(join(folder, 'node_modules', stale), { recursive: true, force: true })
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  cpSync(fileURLToPath(new URL('app', import.meta.url)), folder, { recursive: true })
  return folder
}

export function versionOf(modules: string, name: string): string {
  return (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string }).version
}
