import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { shopRows } from '../../support/posthog-shop.js'
import { root } from '../../support/root.js'
import { LONG } from '../../support/tier.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const document = readFileSync(join(root, 'docs/posthog.md'), 'utf8')

/** Returns the numbers of a row of the table of requests. */
function documented(row: RegExp): number[] {
  const found = row.exec(document)
  if (found === null) throw new Error(`docs/posthog.md has no row ${row}`)
  return found.slice(1).map(Number)
}

describe.runIf(LONG)('what commands ask of PostHog', () => {
  it('is as often as docs/posthog.md says, and one command removes all that they made', async () => {
    const fake = await startFakePostHogApi({ personalApiKey: KEY })
    fake.addLogs(shopRows(1, Date.now()))
    const env = { POSTHOG_PERSONAL_API_KEY: KEY, POSTHOG_APP_HOST: fake.url, POSTHOG_PROJECT_ID: fake.project }
    async function ask(...args: readonly string[]) {
      const before = fake.requests.length
      const { code, err } = await runCli(['posthog', ...args], { env })
      expect({ args, code, err }).toMatchObject({ code: 0 })
      const asked = fake.requests.slice(before)
      const queries = asked.filter(({ path }) => path.includes('/query/')).length
      const ofPrice = asked.filter(({ path }) => /\/billing\/|@me/.test(path)).length
      return { all: asked.length, queries, ofPrice }
    }
    const [connect, queries] = documented(/`posthog connect` \| (\d+), of which (\d+) are queries/)
    expect(await ask('connect')).toMatchObject({ all: connect, queries })
    const [canvases, rights] = documented(/`posthog doctor` \| the same, (\d+) for canvases, and (\d+) that ask/)
    const doctor = await ask('doctor')
    expect(doctor.all).toBe(connect! + canvases! + rights!)
    expect(doctor.all).toBeLessThanOrEqual(30)
    const [price] = documented(/\| the price \| (\d+) \|/)
    expect(await ask('savings', '--hours', '1')).toEqual({ all: price! + 1 + 3, queries: 3, ofPrice: price })
    const [board, ofPrice, made] = documented(
      /`posthog dashboard` \| (\d+), the price's (\d+) and one query among them; (\d+) more when it is new/,
    )
    expect(await ask('dashboard')).toMatchObject({ all: board! + made! })
    expect(await ask('dashboard')).toEqual({ all: board, queries: 1, ofPrice })
    const [unchanged, changed] = documented(/`posthog toggle` \| (\d+) or (\d+);/)
    expect((await ask('toggle')).all).toBe(changed)
    expect((await ask('toggle')).all).toBe(unchanged)
    const [nothing] = documented(/`posthog disconnect --remove` \| (\d+), and one for each/)
    const live = [...fake.dashboards, ...fake.insights, ...fake.featureFlags, ...fake.logViews]
    const removed = await ask('disconnect', '--remove')
    expect(removed.all).toBeGreaterThanOrEqual(nothing! + live.length - 1)
    expect(removed.all).toBeLessThanOrEqual(nothing! + live.length + 1)
    for (const one of [...fake.dashboards, ...fake.insights, ...fake.featureFlags])
      expect(one).toMatchObject({ deleted: true })
    expect(fake.logViews).toEqual([])
    expect(await ask('disconnect', '--remove')).toMatchObject({ all: nothing })
    await fake.close()
  }, 120_000)
})
