import {
  beginHistory,
  createPostHogApi,
  type HistoryHour,
  type HistoryMode,
  REST_TEMPLATE,
  readHistory,
} from 'lipservice/posthog-api'
import { ManualClock, startFakePostHogApi } from 'lipservice/testing'
import { describe, expect, it } from 'vitest'
import { TEN } from '../../support/posthog/logged-history.js'
import { manyRecords } from '../../support/posthog/many-records.js'
import { LONG } from '../../support/tier.js'
import { startApi } from '../api-under-test.js'

const HOUR = 3_600
const TEXTS: Record<string, string> = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' }

const request = (hours: number, mode: HistoryMode) => ({ from: TEN - hours * HOUR, to: TEN, mode })

/** Sums what was read by a name of each pattern. */
function summed(
  hours: readonly HistoryHour[],
  keysOf: (hour: HistoryHour, pattern: HistoryHour['patterns'][number]) => readonly (readonly [string, number])[],
): Map<string, number> {
  const sums = new Map<string, number>()
  for (const hour of hours)
    for (const pattern of hour.patterns)
      for (const [key, many] of keysOf(hour, pattern)) sums.set(key, (sums.get(key) ?? 0) + many)
  return sums
}

const sorted = (sums: ReadonlyMap<string, number>) => [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))
const bySeverity = (hours: readonly HistoryHour[]) =>
  summed(hours, ({ service, hour }, { seenBySeverity }) =>
    Object.entries(seenBySeverity).map(([severity, many]) => [`${service} ${hour} ${TEXTS[severity]}`, many] as const),
  )
const bySignature = (hours: readonly HistoryHour[]) =>
  summed(hours, ({ service }, { signature, check, seen }) => [[`${service} ${signature} ${check}`, seen]])

describe.runIf(LONG)('two days of five million records in 300 patterns', () => {
  it('have the totals of the record by service, hour and severity, and the signatures of the SDK', async () => {
    const many = manyRecords({ hours: 48, records: 5_000_000, patterns: 300 })
    const { fake, api } = await startApi({}, { timeoutMillis: 600_000 })
    fake.addLogs(many.rows)
    const hours: HistoryHour[] = []
    const end = await readHistory(api, beginHistory(request(48, 'auto')), {
      take: async (some) => void hours.push(...some),
      timers: new ManualClock(),
    })
    expect(end).toMatchObject({ failure: undefined, state: { done: 48, records: 5_000_000, notes: [] } })
    expect([...many.totals.values()].reduce((sum, one) => sum + one, 0)).toBe(5_000_000)
    expect(sorted(bySeverity(hours))).toEqual(sorted(many.totals))
    // Each shape of these has one signature, objects and lines of access among them: all are those of the SDK, none is estimated.
    expect(sorted(bySignature(hours))).toEqual(sorted(many.signed))
    expect(hours.flatMap(({ patterns }) => patterns).filter(({ isEstimated }) => isEstimated)).toEqual([])
    expect(fake.queries.length).toBeLessThanOrEqual(60)
  }, 600_000)
})

describe.runIf(LONG)('a history that is drawn', () => {
  it('has the true count of each pattern in its 95 % interval in 93 of 100 seeds or more, and the totals of the record', async () => {
    const inside = new Map<string, number>()
    for (let seed = 1; seed <= 100; seed++) {
      const many = manyRecords({ hours: 1, records: 8_000, patterns: 12, variants: 1, seed })
      const fake = await startFakePostHogApi({ personalApiKey: 'phx_0123456789abcdefghijABCDEFGHIJ' })
      fake.addLogs(many.rows)
      const api = createPostHogApi({
        host: fake.url,
        project: fake.project,
        personalApiKey: fake.personalApiKey,
        allowLoopback: true,
        timeoutMillis: 600_000,
      })
      const hours: HistoryHour[] = []
      const take = async (some: readonly HistoryHour[]) => void hours.push(...some)
      // As after answers that were too expensive.
      await readHistory(api, { ...beginHistory(request(1, 'sample')), sample: 5 }, { take, timers: new ManualClock() })
      await api.close()
      await fake.close()
      const totals = [...bySeverity(hours)].map(([key, count]) => [key, Math.round(count)] as const)
      expect(sorted(new Map(totals))).toEqual(sorted(many.totals))
      const patterns = hours.flatMap(({ service, patterns: own }) => own.map((pattern) => ({ service, ...pattern })))
      const found = new Map(patterns.map((one) => [`${one.service} ${one.signature} ${one.check}`, one]))
      // Of a severity so rare that none was drawn, nothing is known but how many.
      expect(patterns.every(({ isEstimated, template }) => isEstimated || template === REST_TEMPLATE)).toBe(true)
      // By how many there are, from the most: seeds draw signatures of their own.
      const ranked = [...many.signed].toSorted(([, a], [, b]) => b - a).slice(0, 6)
      for (const [rank, [key, truth]] of ranked.entries()) {
        const { seen = 0, variance = 0 } = found.get(key) ?? {}
        const isInside = Math.abs(seen - truth) <= 1.96 * Math.sqrt(variance)
        inside.set(`rank ${rank}`, (inside.get(`rank ${rank}`) ?? 0) + Number(isInside))
      }
    }
    for (const [rank, seeds] of inside) expect(seeds, rank).toBeGreaterThanOrEqual(93)
    expect(inside.size).toBe(6)
  }, 900_000)
})
