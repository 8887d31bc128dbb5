import fc from 'fast-check'
import { beginHistory, type HistoryHour, type HistoryState, REST_TEMPLATE, readHistory } from 'lipservice/posthog-api'
import { ManualClock } from 'lipservice/testing'
import { describe, expect, it } from 'vitest'
import { type Logged, loggedHistory, TEN } from '../../support/posthog/logged-history.js'
import { memoryApi, type Refuse, TOO_EXPENSIVE, UNAVAILABLE } from '../../support/posthog/memory-api.js'
import { atTier } from '../../support/tier.js'

const HOUR = 3_600
const WIRE: Record<string, string> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
}

const request = (hours: number, mode: 'auto' | 'exact' | 'sample' = 'auto') => ({
  from: TEN - hours * HOUR,
  to: TEN,
  mode,
})

async function read(records: readonly Logged[], state: HistoryState, refuse?: Refuse) {
  const { api, queries } = memoryApi(
    records.map(({ row }) => row),
    refuse,
  )
  const hours: HistoryHour[] = []
  const take = async (some: readonly HistoryHour[]) => void hours.push(...some)
  const end = await readHistory(api, state, { take, timers: new ManualClock() })
  return { hours, queries, ...end }
}

/** Records by service, hour and severity. */
function totalsOf(hours: readonly HistoryHour[]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { service, hour, patterns } of hours)
    for (const { seenBySeverity } of patterns)
      for (const [severity, many] of Object.entries(seenBySeverity)) {
        const key = `${service} ${hour} ${severity}`
        totals[key] = (totals[key] ?? 0) + many
      }
  return totals
}

function recorded(records: readonly Logged[]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { row, hour } of records) {
    const key = `${row['service_name']} ${hour} ${WIRE[String(row['severity_text'])]}`
    totals[key] = (totals[key] ?? 0) + 1
  }
  return totals
}

function bySignature(hours: readonly HistoryHour[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { service, patterns } of hours)
    for (const { signature, check, seen } of patterns) {
      const key = `${service} ${signature} ${check}`
      counts.set(key, (counts.get(key) ?? 0) + seen)
    }
  return counts
}

function signedRecords(records: readonly Logged[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { row, signature } of records) {
    const key = `${row['service_name']} ${signature}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Share of records that are counted under the signature that the SDK gave them. */
function agreement(hours: readonly HistoryHour[], records: readonly Logged[]): number {
  const found = bySignature(hours)
  let same = 0
  for (const [key, many] of signedRecords(records)) same += Math.min(many, found.get(key) ?? 0)
  return same / records.length
}

const [HOURS, RECORDS] = atTier<[number, number]>({ test: [4, 2_400], long: [24, 12_000], soak: [48, 60_000] })
const day = loggedHistory({ hours: HOURS, records: RECORDS, patterns: 300 })

describe('a history that is read', () => {
  it('has the totals of the record and the signatures of the SDK', async () => {
    const { hours, state, failure, queries } = await read(day, beginHistory(request(HOURS)))
    expect(failure).toBeUndefined()
    expect(state).toMatchObject({ done: HOURS, all: HOURS, records: RECORDS, notes: [] })
    expect(totalsOf(hours)).toEqual(recorded(day))
    // Each shape of these has one signature.
    expect(bySignature(hours)).toEqual(signedRecords(day))
    expect(hours.flatMap(({ patterns }) => patterns).some(({ isEstimated }) => isEstimated)).toBe(false)
    const bytes = day.reduce((sum, { row }) => sum + Number(row['_bytes_uncompressed']), 0)
    const split = hours.flatMap(({ patterns }) => patterns).reduce((sum, pattern) => sum + pattern.bytes, 0)
    expect(split).toBeCloseTo(bytes, 3)
    // Totals of two days, one query an hour, and examples of what is new.
    expect(queries.length).toBeLessThan(HOURS * 2 + 4)
  })

  it('goes on from any step, written down as JSON, to the same end', async () => {
    const records = day.slice(0, 600)
    const whole = await read(records, beginHistory(request(HOURS)))
    const { api } = memoryApi(records.map(({ row }) => row))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }), async (lives) => {
        const hours = new Map<string, HistoryHour>()
        let written = JSON.stringify(beginHistory(request(HOURS)))
        for (const steps of [...lives, Number.POSITIVE_INFINITY]) {
          // Dies after some steps; what it had not written down is lost.
          let left = steps
          const killed = new AbortController()
          await readHistory(api, JSON.parse(written) as HistoryState, {
            take: async (some, after) => {
              for (const hour of some) hours.set(`${hour.service} ${hour.hour}`, hour)
              written = JSON.stringify(after)
            },
            progress: () => {
              if (--left <= 0) killed.abort()
            },
            signal: killed.signal,
            timers: new ManualClock(),
          })
        }
        expect(bySignature([...hours.values()])).toEqual(bySignature(whole.hours))
        expect(totalsOf([...hours.values()])).toEqual(recorded(records))
      }),
      { numRuns: 4 },
    )
  })

  it('loses no record, whatever is too expensive and wherever answers are cut', async () => {
    const records = loggedHistory({ hours: 2, records: 300, patterns: 40, seed: 5 })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('auto' as const, 'exact' as const, 'sample' as const),
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        async (mode, seed, share) => {
          let draw = seed
          const refuse: Refuse = () => {
            draw = (Math.imul(draw, 1_103_515_245) + 12_345) & 0x7fffffff
            return draw / 0x7fffffff < share ? TOO_EXPENSIVE : undefined
          }
          const { hours, failure } = await read(records, beginHistory(request(2, mode)), refuse)
          // Totals that are too expensive by the hour, with weights and without, end it: nothing was told of these.
          if (failure !== undefined) {
            expect(failure.outcome).toBe('too_expensive')
            return
          }
          expect(sumOf(totalsOf(hours))).toBe(records.length)
          for (const [key, many] of Object.entries(totalsOf(hours)))
            expect(many).toBeCloseTo(recorded(records)[key]!, 6)
        },
      ),
      { numRuns: atTier({ test: 6, long: 30, soak: 60 }) },
    )
  })

  it('counts as the rest what has no pattern, and says so only where it is little', async () => {
    const few = day.map((one, i) => (i % 200 === 0 ? { ...one, row: { ...one.row, pattern: '' } } : one))
    const { hours } = await read(few, beginHistory(request(HOURS)))
    const rest = hours.flatMap(({ patterns }) => patterns).filter(({ template }) => template === REST_TEMPLATE)
    const eventless = few.filter(({ row }) => row['pattern'] === '' && row['event_name'] === '').length
    expect(rest.reduce((sum, { seen }) => sum + seen, 0)).toBe(eventless)
    expect(totalsOf(hours)).toEqual(recorded(few))
  })

  it('makes shapes of bodies where PostHog has no patterns of most, or no such column', async () => {
    const none = day.slice(0, 800).map((one) => ({ ...one, row: { ...one.row, pattern: '' } }))
    const unstamped = await read(none, beginHistory(request(HOURS)))
    expect(unstamped.state).toMatchObject({ way: 'shapes', notes: ['no_patterns'] })
    const refuse: Refuse = (query) =>
      /\bpattern\b/.test(query) ? { outcome: 'refused', status: 400, message: 'no column pattern' } : undefined
    const older = await read(none, beginHistory(request(HOURS)), refuse)
    for (const { hours } of [unstamped, older]) {
      expect(totalsOf(hours)).toEqual(recorded(none))
      expect(agreement(hours, none)).toBeGreaterThan(0.99)
    }
  })

  it('signs objects by examples where PostHog would not look into bodies, and loses none', async () => {
    const refuse: Refuse = (query) =>
      query.includes('JSONExtractString')
        ? { outcome: 'refused', status: 400, message: 'no function JSONExtractString' }
        : undefined
    const records = day.slice(0, 800)
    const { hours, state, failure } = await read(records, beginHistory(request(HOURS)), refuse)
    expect(failure).toBeUndefined()
    expect(state.notes).toEqual(['bodies_unread'])
    expect(totalsOf(hours)).toEqual(recorded(records))
    // Objects of the same keys are one pattern to PostHog: some of what they say is not among its examples.
    expect(agreement(hours, records)).toBeGreaterThan(0.6)
    const { queries } = await read(records, JSON.parse(JSON.stringify(state)) as HistoryState, refuse)
    expect(queries.filter((query) => query.includes('JSONExtractString'))).toEqual([])
  })

  it('that was thinned counts what it was thinned from', async () => {
    const thinned = day.slice(0, 600).map((one, i) => {
      const weight = [undefined, '10', '2.5', 'a lot', '-3', '1e300'][i % 6]
      const attributes = {
        ...(one.row['attributes'] as object),
        ...(weight !== undefined && { 'lipservice.weight': weight }),
      }
      return { ...one, row: { ...one.row, attributes } }
    })
    const { hours, state } = await read(thinned, beginHistory(request(HOURS)))
    const patterns = hours.flatMap((hour) => hour.patterns)
    const expected = thinned.reduce((sum, _, i) => sum + [1, 10, 2.5, 1, 1, 1][i % 6]!, 0)
    expect(patterns.reduce((sum, { seen }) => sum + seen, 0)).toBeCloseTo(expected, 3)
    expect(patterns.reduce((sum, { kept }) => sum + kept, 0)).toBe(600)
    expect(state.notes).toEqual(['thinned'])
  })

  it('waits for what is out of order, a few times, and says what it was', async () => {
    const clock = new ManualClock()
    let asked = 0
    const { api } = memoryApi([], () => {
      asked++
      return asked < 3 ? UNAVAILABLE : undefined
    })
    const reading = readHistory(api, beginHistory(request(1)), { take: async () => {}, timers: clock })
    await clock.advanceAsync(60_000)
    expect(await reading).toMatchObject({ failure: undefined, state: { done: 1 } })
    const away = memoryApi([], () => UNAVAILABLE)
    const ending = readHistory(away.api, beginHistory(request(1)), { take: async () => {}, timers: clock })
    await clock.advanceAsync(60_000)
    expect(await ending).toMatchObject({ failure: UNAVAILABLE, state: { done: 0 } })
  })
})

const sumOf = (totals: Record<string, number>): number => Math.round(Object.values(totals).reduce((a, b) => a + b, 0))
