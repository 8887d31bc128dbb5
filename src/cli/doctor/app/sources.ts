import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** What the app's own files say. */
export interface Sources {
  /** Packages that are imported or required, by what stands in quotes. */
  readonly imports: ReadonlySet<string>
  /** Returns whether a file says something that matches. */
  says(pattern: RegExp): boolean
  /** Files that were not read, because there are too many. */
  readonly isWhole: boolean
}

const CODE = /\.[cm]?[jt]sx?$/
const TESTS = /[.-](?:test|spec)\.[cm]?[jt]sx?$/
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'vendor', 'test', 'tests', '__tests__'])
const IMPORT = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]{1,200})['"]/g
const MAX_FILES = 2_000
const MAX_DEPTH = 8
const MAX_FILE_BYTES = 256 * 1024

/** Reads the app's code, tests and builds left out. */
export function readSources(folder: string): Sources {
  const imports = new Set<string>()
  const texts: string[] = []
  let left = MAX_FILES

  function visit(directory: string, depth: number): void {
    for (const entry of entriesOf(directory)) {
      const { name } = entry
      if (left <= 0) return
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH && !name.startsWith('.') && !LEFT_OUT.has(name))
          visit(path.join(directory, name), depth + 1)
      } else if (entry.isFile() && CODE.test(name) && !TESTS.test(name)) read(path.join(directory, name))
    }
  }

  function read(file: string): void {
    left--
    try {
      if (statSync(file).size > MAX_FILE_BYTES) return
      const text = readFileSync(file, 'utf8')
      texts.push(text)
      for (const [, name] of text.matchAll(IMPORT)) imports.add(name!)
    } catch {
      // It went away meanwhile, or nobody may read it.
    }
  }

  visit(folder, 0)
  return { imports, says: (pattern) => texts.some((text) => pattern.test(text)), isWhole: left > 0 }
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}
