import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const run = promisify(execFile)

export interface InstalledFolder {
  readonly folder: string
  /** Why the install could not be tried: the registry is out of reach. A real failure throws. */
  readonly unreachable: string | undefined
  remove(): Promise<void>
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/

/** An empty app folder with packages installed in it, without any force. */
export async function createFolder(packages: readonly string[]): Promise<InstalledFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'lipservice-app-'))
  await writeFile(join(folder, 'package.json'), '{"name":"app","private":true}')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await run('npm', ['install', ...packages, '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
    return { folder, unreachable: undefined, remove }
  } catch (error) {
    const { message } = error as Error
    if (!UNREACHABLE.test(message)) throw error
    return { folder, unreachable: `the npm registry is out of reach: ${message.slice(-300)}`, remove }
  }
}
