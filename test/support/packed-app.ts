import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const run = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface InstalledFolder {
  readonly folder: string
  /** Why the install could not be tried: the registry is out of reach. A real failure throws. */
  readonly unreachable: string | undefined
  remove(): Promise<void>
}

/** An empty app folder with the packed tarball installed in it. */
export interface PackedApp extends InstalledFolder {
  readonly tarball: string
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/

/** An empty folder with packages installed in it, without any force. */
export async function createFolder(
  packages: readonly string[],
  prepare: (folder: string) => Promise<string[]> = async () => [],
): Promise<InstalledFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-app-'))
  await writeFile(join(folder, 'package.json'), '{"name":"app","private":true}')
  const more = await prepare(folder)
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await run('npm', ['install', ...more, ...packages, '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
    return { folder, unreachable: undefined, remove }
  } catch (error) {
    const { message } = error as Error
    if (!UNREACHABLE.test(message)) throw error
    return { folder, unreachable: `the npm registry is out of reach: ${message.slice(-300)}`, remove }
  }
}

export async function createPackedApp(packages: readonly string[]): Promise<PackedApp> {
  let tarball = ''
  const installed = await createFolder(packages, async (folder) => {
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root })
    tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz'))!)
    return [tarball]
  })
  return { ...installed, tarball }
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
