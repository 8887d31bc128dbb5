import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const MAX_FOLDERS = 32

/** What is read of the package.json of an app. */
export interface AppManifest {
  /** Its dependencies, those of development too, by name. */
  readonly dependencies: Readonly<Record<string, unknown>>
  /** Whether its `.js` files are ES modules. */
  readonly isModule: boolean
}

/** Returns what the package of a file says of itself; `undefined`: it is of none. Never throws. */
export function appManifestOf(file: string): AppManifest | undefined {
  let folder = dirname(file)
  let isModule: boolean | undefined
  for (let i = 0; i < MAX_FOLDERS; i++) {
    const manifest = manifestIn(folder)
    // The nearest one says it, also where it is a bare `{ "type": "module" }` beside built files.
    if (manifest !== undefined) isModule ??= manifest['type'] === 'module'
    const { name, dependencies, devDependencies } = manifest ?? {}
    if (name !== undefined || dependencies !== undefined)
      return { dependencies: { ...asObject(devDependencies), ...asObject(dependencies) }, isModule: isModule === true }
    const parent = dirname(folder)
    if (parent === folder) return undefined
    folder = parent
  }
  return undefined
}

function manifestIn(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
