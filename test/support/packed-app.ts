import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolder, type InstalledFolder } from './installed-folder.js'
import { madeOnce } from './made-once.js'
import { root } from './root.js'

/** An empty app folder with the packed tarball installed in it. */
export interface PackedApp extends InstalledFolder {
  readonly tarball: string
}

export async function createPackedApp(packages: readonly string[]): Promise<PackedApp> {
  const tarball = await madeOnce('sdkTarball')
  return { ...(await createFolder([tarball, ...packages])), tarball }
}

export type ModuleFormat = 'ESM' | 'CommonJS'
export const MODULE_FORMATS: readonly ModuleFormat[] = ['ESM', 'CommonJS']

/** Puts an app of test/package/apps, which loads by `load(name)`, into a folder as a module of the format; answers its file. */
export async function writeApp(folder: string, name: string, format: ModuleFormat): Promise<string> {
  const source = await readFile(join(root, 'test/package/apps', `${name}.mjs`), 'utf8')
  const file = join(folder, `${name}.${format === 'ESM' ? 'mjs' : 'cjs'}`)
  const required = `const load = async (name) => { const exports = require(name); return { ...exports, default: exports } }\n`
  const text =
    format === 'ESM'
      ? `const load = (name) => import(name)\n${source}`
      : `${required}async function main() {\n${source}\n}\nmain()\n`
  await writeFile(file, text)
  return file
}
