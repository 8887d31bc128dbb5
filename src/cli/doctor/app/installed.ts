import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** A copy of a package in `node_modules`. */
export interface Installed {
  readonly version: string
  /** As seen from the app's folder. */
  readonly folder: string
}

/** A folder of packages that is still to be looked at. */
interface Modules {
  readonly path: string
  readonly depth: number
}

const MAX_FOLDERS = 20_000
const MAX_DEPTH = 8
const MAX_PARENTS = 6

/** Finds all copies of some packages that the app may load, its own first: in its `node_modules`, those within, and those of the folders above it. */
export function findInstalled(folder: string, names: readonly string[]): ReadonlyMap<string, readonly Installed[]> {
  const found = new Map<string, Installed[]>(names.map((name) => [name, []]))
  const seen = new Set<string>()
  const wanted = new Set(names)

  /** Nearest first: of several copies the app's own code loads the one at the top. */
  const queue: Modules[] = rootsOf(folder).map((root) => ({ path: path.join(root, 'node_modules'), depth: 0 }))

  function visitPackage(directory: string, name: string, depth: number): void {
    const real = realPathOf(directory)
    if (real === undefined || seen.has(real)) return
    seen.add(real)
    if (wanted.has(name)) {
      const version = versionIn(real)
      if (version !== undefined) found.get(name)!.push({ version, folder: path.relative(folder, directory) || '.' })
    }
    if (depth < MAX_DEPTH) queue.push({ path: path.join(real, 'node_modules'), depth: depth + 1 })
  }

  for (let next = queue.shift(); next !== undefined && seen.size < MAX_FOLDERS; next = queue.shift()) {
    const { path: modules, depth } = next
    for (const name of foldersIn(modules)) {
      const directory = path.join(modules, name)
      if (name.startsWith('@'))
        for (const inner of foldersIn(directory)) visitPackage(path.join(directory, inner), `${name}/${inner}`, depth)
      // What pnpm keeps all packages in; those of the app are links beside it.
      else if (name === '.pnpm')
        for (const inner of foldersIn(directory))
          queue.push({ path: path.join(directory, inner, 'node_modules'), depth: depth + 1 })
      else if (!name.startsWith('.')) visitPackage(directory, name, depth)
    }
  }
  return found
}

/** The folder and those above it, up to that of the repository. */
function rootsOf(folder: string): string[] {
  const roots = [folder]
  for (let at = folder; roots.length < MAX_PARENTS && !existsSync(path.join(at, '.git')); ) {
    const parent = path.dirname(at)
    if (parent === at) break
    roots.push(parent)
    at = parent
  }
  // Without a repository nobody knows where the app ends.
  return roots.some((root) => existsSync(path.join(root, '.git'))) ? roots : [folder]
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function realPathOf(directory: string): string | undefined {
  try {
    return realpathSync(directory)
  } catch {
    return undefined
  }
}

function versionIn(directory: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as { version?: unknown }
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
