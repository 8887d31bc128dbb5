import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const run = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** An empty app folder with the packed tarball installed in it. */
export interface PackedApp {
  readonly folder: string
  readonly tarball: string
  /** Why the install could not be tried: the registry is out of reach. A real failure throws. */
  readonly unreachable: string | undefined
  remove(): Promise<void>
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/

export async function createPackedApp(packages: readonly string[]): Promise<PackedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-app-'))
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root })
  const tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz'))!)
  await writeFile(join(folder, 'package.json'), '{"name":"app","private":true}')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await run('npm', ['install', tarball, ...packages, '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
    return { folder, tarball, unreachable: undefined, remove }
  } catch (error) {
    const { message } = error as Error
    if (!UNREACHABLE.test(message)) throw error
    return { folder, tarball, unreachable: `the npm registry is out of reach: ${message.slice(-300)}`, remove }
  }
}
