import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RateDetector } from '../../src/anomalies/rate-detector.js'
import { SeriesTable } from '../../src/incidents/series-table.js'

const EARLY = 10
const MAX = 4

/** What happens to one of the series: it begins where it is not there, ends, or has counts in so many minutes. */
const happenings = fc.array(
  fc.record({
    which: fc.nat(MAX),
    ends: fc.boolean(),
    minutes: fc.integer({ min: 1, max: 200 }),
    count: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(100_000)),
  }),
  { minLength: 1, maxLength: 40 },
)

describe('a table of series', () => {
  it('says of each what a detector of its own says, whoever had its place before', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const table = new SeriesTable(MAX)
        const own = new Map<number, { series: number; detector: RateDetector; early: number; since: number }>()
        let minute = 29_000_000
        for (const { which, ends, minutes, count } of all) {
          const known = own.get(which)
          if (known !== undefined && ends) {
            table.remove(known.series)
            own.delete(which)
            continue
          }
          if (known === undefined) {
            expect(table.isFull).toBe(own.size === MAX)
            if (table.isFull) continue
            own.set(which, { series: table.add(minute), detector: new RateDetector(), early: 0, since: minute })
          }
          const one = own.get(which)!
          for (let i = 0; i < minutes; i++, minute++) {
            expect(table.peek(one.series, minute, count * 30)).toEqual(one.detector.peek(minute, count * 30))
            const observed = i % 7 === 0 ? 0 : count
            expect(table.step(one.series, minute, observed, EARLY)).toEqual(one.detector.step(minute, observed))
            if (minute - one.since < EARLY) one.early += observed
          }
          expect(table.earlyOf(one.series)).toBe(one.early)
          expect(table.size).toBe(own.size)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('knows the last minute of each that had records, over more than one block', () => {
    const table = new SeriesTable(3_000)
    const series = Array.from({ length: 3_000 }, (_, i) => table.add(i))
    expect(table.isFull).toBe(true)
    for (const [i, one] of series.entries()) table.step(one, i + 5, i % 2, EARLY)
    for (const [i, one] of series.entries()) expect(table.lastOf(one)).toBe(i + (i % 2 === 0 ? 0 : 5))
  })
})
