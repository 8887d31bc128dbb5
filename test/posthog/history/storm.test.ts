import { beginHistory, type HistoryHour, type PostHogApi, readHistory } from 'lipservice/posthog-api'
import { ManualClock } from 'lipservice/testing'
import { describe, expect, it } from 'vitest'
import { TEN } from '../../support/posthog/logged-history.js'
import { LONG } from '../../support/tier.js'
import { startApi } from '../api-under-test.js'

const HOUR = 3_600
const HOURS = 150

/** Passes time whenever nothing is on its way, until the work is done. */
async function passing<T>(work: Promise<T>, clock: ManualClock, api: PostHogApi): Promise<T> {
  let isDone = false
  const ending = work.finally(() => {
    isDone = true
  })
  for (let idle = 0; !isDone; ) {
    const before = api.requests
    await new Promise((resolve) => setImmediate(resolve))
    idle = api.requests === before ? idle + 1 : 0
    if (idle > 100 && clock.pending > 0) {
      await clock.advanceAsync(1_000)
      idle = 60
    }
  }
  return ending
}

async function startHours(legacy: boolean) {
  const clock = new ManualClock(TEN * 1_000)
  const { fake, api } = await startApi(
    { clock, limits: { queries: legacy ? 'legacy' : 'current' } },
    { clock, timeoutMillis: 100 * HOUR * 1_000 },
  )
  fake.addLogs(
    Array.from({ length: HOURS }, (_, i) => ({
      timestamp: (TEN - (i + 1) * HOUR + 60) * 1_000,
      service: 'shop',
      body: `cart ${i} saved`,
      times: 10,
    })),
  )
  const hours: HistoryHour[] = []
  const waited: number[] = []
  const read = () =>
    readHistory(api, beginHistory({ from: TEN - HOURS * HOUR, to: TEN, mode: 'auto' }), {
      take: async (some) => void hours.push(...some),
      timers: clock,
      patienceMillis: 61 * 60_000,
      waits: (_, millis) => void waited.push(millis),
    })
  const seen = () => hours.reduce((sum, { patterns }) => sum + patterns.reduce((all, { seen }) => all + seen, 0), 0)
  return { clock, fake, api, read, seen, waited }
}

describe.runIf(LONG)('a history of more questions than a project lets anybody ask in an hour', () => {
  it('is read to its end by the old limit of 120 an hour: once it is known, nothing is asked too early and at half of it', async () => {
    const { clock, fake, api, read, seen, waited } = await startHours(true)
    const end = await passing(read(), clock, api)
    expect(end).toMatchObject({ failure: undefined, state: { done: HOURS } })
    expect(seen()).toBe(10 * HOURS)
    expect(waited.length).toBeGreaterThan(0)
    const refused = fake.requests.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(1)
    const isQuery = ({ path }: { path: string }) => path.includes('/query/')
    const after = fake.requests.filter((one) => isQuery(one) && one.at > refused[0]!.at)
    // Told to come back when the first of the hour is an hour old.
    const first = fake.requests.find(isQuery)!
    expect(after.filter(({ at }) => at < first.at + 3_600_000)).toEqual([])
    for (const { at } of after)
      expect(after.filter((one) => one.at > at - 3_600_000 && one.at <= at).length).toBeLessThanOrEqual(60)
  }, 300_000)

  it('is read to its end through a storm of 429, with nothing asked before Retry-After', async () => {
    const { clock, fake, api, read, seen } = await startHours(false)
    const asked: number[] = []
    const refused: number[] = []
    fake.answer(({ path }) => {
      if (!path.includes('/query/')) return undefined
      asked.push(clock.now())
      // One after the other, now and then.
      if (asked.length % 17 !== 3 && asked.length % 23 !== 4) return undefined
      refused.push(clock.now())
      return { status: 429, headers: { 'retry-after': '40' }, body: '{"detail":"Request was throttled."}' }
    })
    const end = await passing(read(), clock, api)
    expect(end).toMatchObject({ failure: undefined, state: { done: HOURS } })
    expect(seen()).toBe(10 * HOURS)
    expect(refused.length).toBeGreaterThan(10)
    expect(asked.length).toBeGreaterThanOrEqual(HOURS + refused.length)
    const early = refused.flatMap((at) => asked.filter((one) => one > at && one < at + 40_000))
    expect(early).toEqual([])
    const minutes = asked.map((at) => asked.filter((one) => one > at - 60_000 && one <= at).length)
    expect(Math.max(...minutes)).toBeLessThanOrEqual(120)
  }, 300_000)
})
