import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { ScriptCommand } from './scripts.js'

/** A variable as the app will see it, and who says so. */
export interface Setting {
  readonly name: string
  readonly value: string
  /** `environment`, `script start`, or the name of a file. */
  readonly from: string
}

export interface Settings {
  /** By name. */
  readonly all: ReadonlyMap<string, Setting>
  /** What the app will see. */
  readonly env: Readonly<Record<string, string>>
  /** Said in a file, too, and otherwise; what is in `all` holds. */
  readonly overridden: readonly Setting[]
  /** Files beside package.json that hold variables and that nothing reads. */
  readonly unread: readonly EnvFile[]
  /** Files that are read. */
  readonly read: readonly EnvFile[]
}

export interface EnvFile {
  readonly name: string
  readonly values: Readonly<Record<string, string>>
}

export interface SettingsOptions {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Commands of the script that runs the app. */
  readonly commands: readonly ScriptCommand[]
  /** Whether it depends on a package. */
  readonly dependsOn: (name: string) => boolean
}

const MAX_FILE_BYTES = 1024 * 1024
const FILES = ['.env', '.env.local', '.env.production', '.env.production.local', '.env.development']
/** Of those that read files by themselves, which they read in production; the first that says something holds. */
const OF_NEXT = ['.env.production.local', '.env.local', '.env.production', '.env']
const READERS = ['dotenv', 'dotenv-flow', 'dotenv-expand', '@dotenvx/dotenvx', '@nestjs/config', 'env-cmd']

/** Puts together what the app will see: what stands before its command, then the environment, then files. */
export function readSettings(options: SettingsOptions): Settings {
  const { folder, env, commands } = options
  const all = new Map<string, Setting>()
  const overridden: Setting[] = []
  const add = (from: string, values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue
      const before = all.get(name)
      if (before === undefined) all.set(name, { name, value, from })
      else if (before.value !== value && before.from !== from) overridden.push({ name, value, from })
    }
  }
  for (const command of commands) add(`script ${command.script}`, command.env)
  add('environment', env)
  const names = namesRead(options)
  const read = names.flatMap((name) => readEnvFile(folder, name))
  for (const { name, values } of read) add(name, values)
  const unread = FILES.filter((name) => !names.includes(name)).flatMap((name) => readEnvFile(folder, name))
  return {
    all,
    env: Object.fromEntries([...all.values()].map(({ name, value }) => [name, value])),
    overridden,
    unread: names.length > 0 ? [] : unread,
    read,
  }
}

function namesRead({ commands, dependsOn }: SettingsOptions): string[] {
  // Of several, Node.js takes the last.
  const named = commands.flatMap(({ node }) => node?.envFiles ?? []).reverse()
  if (named.length > 0) return named.map((name) => name.replace(/^\.\//, ''))
  if (dependsOn('next')) return OF_NEXT
  return READERS.some(dependsOn) ? ['.env.local', '.env'] : []
}

function readEnvFile(folder: string, name: string): EnvFile[] {
  const file = path.resolve(folder, name)
  try {
    if (!existsSync(file) || statSync(file).size > MAX_FILE_BYTES) return []
    return [{ name, values: parseEnv(readFileSync(file, 'utf8')) as Record<string, string> }]
  } catch {
    return []
  }
}
