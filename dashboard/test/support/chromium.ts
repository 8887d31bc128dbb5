import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const DEBIAN = '/usr/bin/chromium'
/** What pages are measured with: the same glyphs on every machine. */
const PACKAGES = ['chromium', 'fonts-liberation', 'fonts-dejavu-core', 'fonts-noto-color-emoji']

/** Where a Chromium is, or why there is none. */
export type ChromiumUnderTest = { readonly path: string } | { readonly missing: string }

/** Finds Debian's Chromium, which is installed where it is not and can be. */
export async function findChromium(): Promise<ChromiumUnderTest> {
  return (await installed()) ?? (await install())
}

async function installed(): Promise<ChromiumUnderTest | undefined> {
  return access(DEBIAN, constants.X_OK).then(
    () => ({ path: DEBIAN }),
    () => undefined,
  )
}

async function install(): Promise<ChromiumUnderTest> {
  if (process.getuid?.() !== 0) return { missing: 'there is no Chromium, and only root can install it' }
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env }).catch(() => {})
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { env, maxBuffer: 2 ** 26 })
  } catch (error) {
    return { missing: `Chromium could not be installed: ${(error as Error).message.slice(0, 200)}` }
  }
  return (await installed()) ?? { missing: 'apt-get installed no Chromium' }
}
