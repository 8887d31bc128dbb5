import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { madeOnce } from '../../../test/support/made-once.js'
import { launch } from './launch.js'

const found = await madeOnce('chromium')
if ('missing' in found && process.env['CI']) throw new Error(`CI needs a browser: ${found.missing}`)
if ('missing' in found) console.warn(`tests in a browser are skipped: ${found.missing}`)

type Define = (browser: () => Browser) => void

/** Tests that share one browser; skipped where there is none, which in CI fails. */
export function describeInBrowser(name: string, define: Define): void {
  describe.skipIf('missing' in found)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await launch((found as { path: string }).path)
    })
    afterAll(() => browser?.close())
    define(() => browser!)
  })
}

/** Those that only run if `wanted`. */
describeInBrowser.runIf =
  (wanted: boolean) =>
  (name: string, define: Define): void => {
    if (wanted) describeInBrowser(name, define)
    else describe.skip(name, () => define(() => undefined as never))
  }
