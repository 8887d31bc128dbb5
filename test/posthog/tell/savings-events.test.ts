import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SavedHour } from '../../../src/posthog/tell/saved-hour.js'
import { type SavingsEvent, savingsEvents } from '../../../src/posthog/tell/savings-events.js'
import { uuidV5 } from '../../../src/posthog/tell/uuid-v5.js'

const DAY = 86_400
const T0 = 20_000 * DAY
const OPTIONS = { source: 'team 1', usdPerGb: 0.25, priceSource: 'list price' }

const hourOf = (service: string, hour: number, seenBytes: number, more: Partial<SavedHour> = {}): SavedHour => ({
  service,
  hour,
  seenRecords: 1 + seenBytes,
  keptRecords: 1,
  seenBytes,
  keptBytes: Math.floor(seenBytes / 4),
  relativeStandardError: 0.1,
  ...more,
})
const sumOf = (events: readonly SavingsEvent[], name: string) =>
  events.reduce((sum, { properties }) => sum + Number(properties[name]), 0)

describe('events of savings', () => {
  it('have a uuid as RFC 9562 makes it', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    )
  })

  it('say what an hour of a service had and what it cost', () => {
    const [event] = savingsEvents(
      [
        hourOf('shop', T0, 4_000_000_000, {
          seenRecords: 100,
          keptRecords: 25,
          topPatterns: Array.from({ length: 12 }, (_, i) => ({
            template: `order <n> placed ${i} ${'x'.repeat(300)}`,
            seenRecords: 10,
            keptRecords: 1,
            seenBytes: 2_000_000_000,
            keptBytes: 1_000_000_000,
          })),
        }),
      ],
      OPTIONS,
    )
    expect(event).toMatchObject({
      event: 'lipservice savings',
      distinctId: 'lipservice',
      timestamp: new Date(T0 * 1_000),
      properties: {
        service: 'shop',
        source: 'team 1',
        key: event!.uuid,
        window_start: '2024-10-04T00:00:00.000Z',
        window_end: '2024-10-04T01:00:00.000Z',
        seen_records: 100,
        kept_records: 25,
        saved_usd: 0.75,
        spent_usd: 0.25,
        usd_per_gb: 0.25,
        price_source: 'list price',
        relative_standard_error: 0.1,
      },
    })
    const top = event!.properties['top_patterns'] as { template: string; saved_usd: number }[]
    expect(top).toHaveLength(10)
    expect(top[0]).toMatchObject({ saved_usd: 0.25 })
    expect(top[0]!.template).toHaveLength(200)
  })

  it('an hour in which nothing was logged is not told', () => {
    expect(savingsEvents([hourOf('shop', T0, 0, { seenRecords: 0 })], OPTIONS)).toEqual([])
  })

  it.each([0, 23, 24.5, Number.NaN])('refuse %s events a day', (eventsPerDay) => {
    expect(() => savingsEvents([], { ...OPTIONS, eventsPerDay })).toThrow(/eventsPerDay must be/)
  })

  it('are the same for the same hour of the same source, and others for all else', () => {
    const idOf = (service: string, hour: number, source = 'team 1') =>
      savingsEvents([hourOf(service, hour, 1)], { ...OPTIONS, source })[0]!.uuid
    expect(idOf('shop', T0)).toBe(idOf('shop', T0))
    const long = 'a'.repeat(300)
    const all = [
      idOf('shop', T0),
      idOf('shop', T0 + 3_600),
      idOf('api', T0),
      idOf('shop', T0, 'team 2'),
      idOf(`${long}1`, T0),
      idOf(`${long}2`, T0),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  const hours = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 71 })), {
      maxLength: 120,
      selector: ([service, hour]) => `${service} ${hour}`,
    })
    .chain((places) =>
      fc.tuple(
        ...places.map(([service, hour]) => fc.nat(1_000).map((n) => hourOf(`s${service}`, T0 + hour * 3_600, n))),
      ),
    )

  it('are no more in a day than the limit, and add up to the same whatever the limit is', () => {
    fc.assert(
      fc.property(hours, fc.integer({ min: 24, max: 24 * 8 }), (given, eventsPerDay) => {
        const events = savingsEvents(given, { ...OPTIONS, eventsPerDay })
        for (const ofDay of Map.groupBy(events, ({ timestamp }) =>
          Math.floor(timestamp.getTime() / DAY / 1_000),
        ).values())
          expect(ofDay.length).toBeLessThanOrEqual(eventsPerDay)
        for (const name of ['seen_records', 'kept_records', 'seen_bytes', 'kept_bytes'])
          expect(sumOf(events, name)).toBe(sumOf(savingsEvents(given, { ...OPTIONS, eventsPerDay: 10_000 }), name))
        expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length)
      }),
    )
  })

  it('who is told by itself does not change within a day, however its hours change', () => {
    fc.assert(
      fc.property(hours, fc.array(fc.nat(1_000), { minLength: 1 }), (given, others) => {
        const lastDay = (some: readonly SavedHour[]) =>
          savingsEvents(some, { ...OPTIONS, eventsPerDay: 72 })
            .filter(({ timestamp }) => timestamp.getTime() >= (T0 + 2 * DAY) * 1_000)
            .map(({ key }) => key)
        const later = given.map((one, i) =>
          one.hour >= T0 + 2 * DAY ? { ...one, seenBytes: others[i % others.length]! } : one,
        )
        expect(lastDay(later)).toEqual(lastDay(given))
      }),
    )
  })

  it('of services together have the error of a sum', () => {
    const services = Array.from({ length: 3 }, (_, i) => hourOf(`s${i}`, T0, 10, { seenRecords: 100 }))
    const [event] = savingsEvents(services, { ...OPTIONS, eventsPerDay: 24 })
    expect(event!.properties).toMatchObject({ service: 'other', seen_records: 300 })
    expect(event!.properties['relative_standard_error']).toBeCloseTo(0.1 / Math.sqrt(3), 10)
  })
})
