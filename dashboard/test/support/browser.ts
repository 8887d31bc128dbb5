import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'

const found = await madeOnce('chromium')
if ('missing' in found && process.env['CI']) throw new Error(`CI needs a browser: ${found.missing}`)
if ('missing' in found) console.warn(`tests in a browser are skipped: ${found.missing}`)

/** Tests that share one browser; skipped where there is none, which in CI fails. */
export function describeInBrowser(name: string, define: (browser: () => Browser) => void): void {
  describe.skipIf('missing' in found)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await launch((found as { path: string }).path)
    })
    afterAll(() => browser?.close())
    define(() => browser!)
  })
}

/** @param path of Chromium */
export function launch(path: string): Promise<Browser> {
  // Chromium refuses its sandbox to root.
  return chromium.launch({ executablePath: path, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}
