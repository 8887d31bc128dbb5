import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** A file of the page in memory, as it is and compressed. */
export interface PageFile {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly br: Uint8Array<ArrayBuffer> | undefined
  readonly gzip: Uint8Array<ArrayBuffer> | undefined
}

/** What browsers get. Names are those that were there at the start: no path of a request ever reaches the disk. */
export interface Page {
  readonly index: PageFile
  /** By name, without a folder. Names have a hash of what they hold. */
  readonly assets: ReadonlyMap<string, PageFile>
}

const INDEX = 'index.html'
const COMPRESSED = ['.br', '.gz']
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Reads the page. Returns `undefined` where none was built. @throws if a file of it cannot be read, or is of no known kind */
export function readPage(folder: string): Page | undefined {
  const names = namesIn(folder)
  if (!names.includes(INDEX)) return undefined
  const plain = names.filter((name) => !COMPRESSED.includes(extname(name)))
  const files = new Map(plain.map((name) => [name, read(folder, name, names)]))
  const index = files.get(INDEX)!
  files.delete(INDEX)
  return { index, assets: files }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function read(folder: string, name: string, names: readonly string[]): PageFile {
  const type = TYPES[extname(name)]
  if (type === undefined) throw new Error(`${join(folder, name)} is of no kind that a page has`)
  const bytesOf = (one: string) => (names.includes(one) ? new Uint8Array(readFileSync(join(folder, one))) : undefined)
  return { type, plain: bytesOf(name)!, br: bytesOf(`${name}.br`), gzip: bytesOf(`${name}.gz`) }
}
