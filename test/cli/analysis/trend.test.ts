import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeScale, TREND_COLUMNS, Trend } from '../../../src/cli/analysis/trend.js'

const at = fc.integer({ min: 1_000_000_000_000, max: 1_000_000_000_000 + 90 * 86_400_000 })
const times = fc.array(at, { minLength: 1, maxLength: 60 })

function trendOf(millis: readonly number[]): { scale: TimeScale; trend: Trend } {
  const [scale, trend] = [new TimeScale(), new Trend()]
  for (const one of millis) {
    scale.see(one)
    trend.add(scale, one)
  }
  return { scale, trend }
}

describe('a trend', () => {
  it('is the same in whatever order records come, and has each of them once', () => {
    fc.assert(
      fc.property(times, (millis) => {
        const [forth, back] = [trendOf(millis), trendOf(millis.toReversed())]
        const counts = forth.trend.amounts(forth.scale)
        expect(back.trend.amounts(back.scale)).toEqual(counts)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(millis.length)
        expect(counts.length).toBeLessThanOrEqual(TREND_COLUMNS)
      }),
    )
  })

  it('of two parts of a file is that of the whole', () => {
    fc.assert(
      fc.property(times, times, (some, others) => {
        const [left, right, whole] = [trendOf(some), trendOf(others), trendOf([...some, ...others])]
        left.scale.merge(right.scale)
        left.trend.merge(left.scale, right.trend.part())
        expect(left.trend.amounts(left.scale)).toEqual(whole.trend.amounts(whole.scale))
      }),
    )
  })
})
