import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { PastMinutes } from '../../src/incidents/past-minutes.js'
import type { MinuteCount } from '../../src/store/store.js'

const END = 29_000_000
const MINUTES = 400
const START = END - MINUTES

/** Patterns of each minute: mostly few, sometimes many. */
const shape = fc.array(fc.oneof(fc.nat(5), fc.constant(0), fc.constantFrom(40, 300)), {
  minLength: MINUTES,
  maxLength: MINUTES,
})

it('the past is read from its end, in whole minutes, as far as so many rows go, and never many of them at once', async () => {
  await fc.assert(
    fc.asyncProperty(shape, fc.integer({ min: 1, max: 20_000 }), async (sizes, limit) => {
      const all = sizes.flatMap((size, i) =>
        Array.from({ length: size }, (_, k): MinuteCount => {
          const pattern = `p${k}`
          return { minute: START + i, serviceId: 7, pattern, seen: i * 1_000 + k, errors: k % 3 }
        }),
      )
      let turns = 0
      const counters = {
        async minutesOf(_: number, first: number, until: number, most: number) {
          return all.filter(({ minute }) => minute >= first && minute < until).slice(-most)
        },
      }
      const range = { start: START, end: END, limit }
      const past = await PastMinutes.read(counters, 7, range, async () => void turns++)
      const read = [...past.upTo(END)]
      const counts = read.flatMap((minute) => minute.counts)
      expect(counts).toEqual(counts.length === 0 ? [] : all.slice(-counts.length))
      // No minute is left out, and none is there in part.
      expect(read.map(({ minute }) => minute)).toEqual(read.map((_, i) => END - read.length + i))
      const isWhole = all.length === counts.length || all.at(-counts.length - 1)?.minute !== counts[0]?.minute
      expect(counts.length === 0 || isWhole).toBe(true)
      if (all.length < limit) expect(counts.length).toBe(all.length)
      else expect(counts.length).toBeGreaterThanOrEqual(limit - 300)
      expect(counts.length).toBeLessThanOrEqual(limit)
      expect(turns).toBeGreaterThan(0)
    }),
    { numRuns: atTier({ test: 15, long: 40, soak: 40 }) },
  )
})
