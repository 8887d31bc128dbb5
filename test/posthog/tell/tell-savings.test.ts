import { describe, expect, it } from 'vitest'
import type { PostHogApi } from '../../../src/posthog/api/contract/posthog-api.js'
import { hogql } from '../../../src/posthog/api/hogql.js'
import type { SavedHour } from '../../../src/posthog/tell/saved-hour.js'
import { savingsEvents } from '../../../src/posthog/tell/savings-events.js'
import { tellSavings } from '../../../src/posthog/tell/tell-savings.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { given, startApi } from '../api-under-test.js'

const NOW = Date.UTC(2026, 0, 10)
const HOUR = 3_600
const HOURS: readonly SavedHour[] = Array.from({ length: 5 * 24 }, (_, i) => ({
  service: i % 2 === 0 ? 'shop' : 'api',
  hour: NOW / 1_000 - (i + 1) * HOUR,
  seenRecords: 100 + i,
  keptRecords: 10,
  seenBytes: 1_000_000 * i,
  keptBytes: 100_000,
}))
const EVENTS = savingsEvents(HOURS, { source: 'team 1', usdPerGb: 0.25, priceSource: 'list price' })
const clock = new ManualClock(NOW)
const tell = (api: Pick<PostHogApi, 'capture' | 'query'>) => tellSavings(api, EVENTS, { clock, settleMillis: 0 })

describe('telling savings', () => {
  it('sends each hour once, old ones as historical; told again nothing is sent, and no graph changes', async () => {
    const { fake, api } = await startApi()
    expect(await tell(api)).toEqual({
      known: 0,
      sent: 120,
      dropped: 0,
      lost: 0,
      isProven: true,
      failure: undefined,
    })
    const batches = fake.requests.filter(({ path }) => path === '/batch/')
    expect(
      batches.map(({ body }) => [
        (body as { batch: [] }).batch.length,
        Reflect.get(body as object, 'historical_migration'),
      ]),
    ).toEqual([
      [72, true],
      [48, undefined],
    ])
    expect(fake.events[0]!.properties).toMatchObject({ $process_person_profile: false, distinct_id: 'lipservice' })
    const before = fake.requests.length
    expect(await tell(api)).toMatchObject({ known: 120, sent: 0 })
    expect(fake.requests.length - before).toBe(1)
  })

  it('finds what was thrown away in silence, sends it once more as the same events, and says what is lost', async () => {
    const { fake, api } = await startApi({ switches: { eventsOverQuota: true } })
    expect(await tell(api)).toMatchObject({ sent: 120, dropped: 120, lost: 120, failure: undefined })
    expect(fake.requests.filter(({ path }) => path === '/batch/')).toHaveLength(4)
    fake.switches.eventsOverQuota = false
    expect(await tell(api)).toMatchObject({ sent: 120, dropped: 0, lost: 0 })
    expect(fake.events).toHaveLength(120)
  })

  it('heals a drop of the first try by itself', async () => {
    const { fake, api } = await startApi({ switches: { eventsOverQuota: true } })
    const healing = {
      query: api.query,
      capture: async (...args: Parameters<PostHogApi['capture']>) => {
        const answer = await api.capture(...args)
        fake.switches.eventsOverQuota = false
        return answer
      },
    }
    expect(await tell(healing)).toMatchObject({ sent: 120, dropped: 72, lost: 0, failure: undefined })
    expect(new Set(fake.events.map(({ uuid }) => uuid)).size).toBe(120)
  })

  it('waits for events that are seen late, and sends none of them twice', async () => {
    const { api, fake } = await startApi()
    const late = new ManualClock(NOW)
    let looks = 0
    const slow: Pick<PostHogApi, 'capture' | 'query'> = {
      capture: api.capture,
      query: async (...args) => {
        const answer = await api.query(...args)
        looks++
        queueMicrotask(() => setImmediate(() => late.advance(20_000)))
        return looks < 4 && answer.outcome === 'ok' ? { ...answer, value: { ...answer.value, rows: [] } } : answer
      },
    }
    expect(await tellSavings(slow, EVENTS, { clock: late, settleMillis: 60_000 })).toMatchObject({
      sent: 120,
      dropped: 0,
    })
    expect(late.now() - NOW).toBeGreaterThanOrEqual(40_000)
    expect(fake.requests.filter(({ path }) => path === '/batch/')).toHaveLength(2)
  })

  it('without the right to ask it sends all, and says that nothing is proven; away, it sends nothing', async () => {
    const { fake, api } = await startApi({ scopes: ['logs:read'] })
    expect(await tell(api)).toMatchObject({ sent: 120, isProven: false, failure: undefined })
    fake.scopes.add('query:read')
    const keyless = await startApi({}, { personalApiKey: 'phx_wrong' })
    expect(await tell(keyless.api)).toMatchObject({ sent: 0, failure: { outcome: 'bad_key' } })
    expect(keyless.fake.events).toEqual([])
    expect(given(await api.query(hogql`SELECT count() FROM events`, { name: 'count' })).rows).toEqual([[120]])
  })

  it('ends at the first batch that fails, and the next run does the rest', async () => {
    const { fake, api } = await startApi()
    let sent = 0
    const failing: Pick<PostHogApi, 'capture' | 'query'> = {
      query: api.query,
      capture: async (...args) =>
        sent++ === 0 ? api.capture(...args) : { outcome: 'unavailable', message: 'events: away' },
    }
    expect(await tell(failing)).toMatchObject({ sent: 72, failure: { outcome: 'unavailable' } })
    expect(await tell(api)).toMatchObject({ known: 72, sent: 48, failure: undefined })
    expect(fake.events).toHaveLength(120)
  })
})
