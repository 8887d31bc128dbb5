import fc from 'fast-check'
import type { PatternDemand } from 'lipservice/allocation'
import { newsThatFits } from 'lipservice/allocation'
import { describe, expect, it } from 'vitest'

const newsOf = (volumes: readonly number[]): PatternDemand[] =>
  volumes.map((perMinute, i) => ({
    signature: `p${i}`,
    perMinute,
    cost: 1,
    value: 4,
    protection: undefined,
    lock: undefined,
    isNews: true,
    inIncident: false,
    isWarning: false,
  })) as PatternDemand[]
const volumes = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { maxLength: 20 })
const budget = fc.double({ min: 1, max: 2_000, noNaN: true })

describe('news that are kept whole', () => {
  it('take a tenth of the budget at most, whatever was kept before', () => {
    fc.assert(
      fc.property(volumes, budget, fc.integer(), (all, perMinute, before) => {
        const patterns = newsOf(all)
        const fits = newsThatFits(
          patterns,
          perMinute,
          (signature) => ((before >> Number(signature.slice(1))) & 1) === 1,
        )
        const taken = patterns.filter(({ signature }) => fits.has(signature))
        expect(taken.reduce((sum, one) => sum + one.perMinute, 0)).toBeLessThanOrEqual(0.1 * perMinute + 1e-9)
      }),
    )
  })

  it('do not come and go while the budget differs by a quarter', () => {
    fc.assert(
      fc.property(volumes, budget, fc.double({ min: 0.76, max: 1.25, noNaN: true }), (all, perMinute, more) => {
        const patterns = newsOf(all)
        const first = newsThatFits(patterns, perMinute, () => false)
        const isKept = (signature: string) => first.has(signature)
        // What was let in stays, and comes back to the same.
        for (const other of [perMinute * more, perMinute]) {
          const then = newsThatFits(patterns, other, isKept)
          for (const signature of first) expect(then).toContain(signature)
        }
      }),
    )
  })
})
