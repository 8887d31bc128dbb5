import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suggestedBudget } from '../../src/screens/setup/suggestion.js'

const GB = 1e9

describe('the budget that is suggested from what was seen', () => {
  it('is a third of what a month of it would cost', () => {
    // 1 GB an hour at $0.25: $180 a month.
    expect(suggestedBudget(GB, 3_600, 0.25)).toEqual({ unit: 'usd_per_month', amount: 60, all: 180, isTiny: false })
  })

  it('is in GB a day where the server has no price', () => {
    expect(suggestedBudget(GB, 3_600, 0)).toEqual({ unit: 'gb_per_day', amount: 8, all: 24, isTiny: false })
  })

  it('takes what came in some seconds for that of a minute', () => {
    expect(suggestedBudget(1e6, 0, 0.25)).toEqual(suggestedBudget(1e6, 60, 0.25))
  })

  it('says so where it is no less than all', () => {
    expect(suggestedBudget(1_000, 60, 0.25)).toMatchObject({ amount: 1, isTiny: true })
    expect(suggestedBudget(0, 0, 0)).toMatchObject({ amount: 0.01, all: 0, isTiny: true })
  })

  it('is above nothing, has two digits, and is a third or a little more', () => {
    const bytes = fc.double({ min: 0, max: 1e18, noNaN: true })
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true })
    const price = fc.constantFrom(0, 0.05, 0.25, 3)
    fc.assert(
      fc.property(bytes, seconds, price, (seen, time, usd) => {
        const { amount, all, isTiny } = suggestedBudget(seen, time, usd)
        expect(amount).toBeGreaterThan(0)
        expect(Number(amount.toPrecision(2))).toBe(amount)
        expect(amount).toBeGreaterThanOrEqual((all / 3) * 0.994)
        if (!isTiny) expect(amount).toBeLessThanOrEqual(Math.max(1, (all / 3) * 1.11))
      }),
    )
  })
})
