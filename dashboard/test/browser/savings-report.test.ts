import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { runCli } from '../../../test/cli/support/run-cli.js'
import { LONG } from '../../../test/support/tier.js'
import { describeInBrowser } from '../support/browser.js'
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../support/hostile-texts.js'
import { expectTame } from '../support/tame-report.js'
import { watchPage } from '../support/watch-page.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const HOUR = 3_600_000

describeInBrowser.runIf(LONG)('the report of lipservice posthog savings --html', (browser) => {
  let folder: string
  let posthog: FakePostHogApi
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-savings-page-'))
    posthog = await startFakePostHogApi({ personalApiKey: KEY })
    // Within the last hour that is over for 15 minutes.
    const start = Math.floor((Date.now() - 15 * 60_000) / HOUR) * HOUR - HOUR
    const texts = [...Object.values(HOSTILE_TEXTS), ...HOSTILE_NAMES]
    posthog.addLogs(
      texts.flatMap((body, i) =>
        Array.from({ length: 20 }, (_, n) => ({
          timestamp: start + i * 1_000 + n,
          service: HOSTILE_NAMES[i % HOSTILE_NAMES.length]!,
          body,
          severity: n === 0 ? 'error' : 'info',
        })),
      ),
    )
  })
  afterAll(async () => {
    await posthog.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is whole in itself, tame and accessible whatever PostHog has, light and dark, wide and narrow', async () => {
    const file = join(folder, 'savings.html')
    const args = ['--host', posthog.url, '--project', posthog.project, '--hours', '1', '--html', file]
    const { code } = await runCli(['posthog', 'savings', ...args], { env: { POSTHOG_PERSONAL_API_KEY: KEY } })
    expect(code).toBe(0)
    for (const width of [1_440, 390]) {
      const context = await browser().newContext({ viewport: { width, height: 900 } })
      const page = await context.newPage()
      const watch = await watchPage(page, 'null')
      await page.goto(pathToFileURL(file).href)
      await page.waitForSelector('#rows tr')
      await expectTame(page, watch, file)
      expect(await page.getByText('that are free, so it saves no money yet').count()).toBe(1)
      await context.close()
    }
  }, 240_000)
})
