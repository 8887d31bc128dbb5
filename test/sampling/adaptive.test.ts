import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocatedProbability, type Demand, solveLambda } from '../../src/sampling/adaptive/allocation.js'
import { ArrivalHistory } from '../../src/sampling/adaptive/arrival-history.js'
import { smallerBudget } from '../../src/sampling/adaptive/budget.js'
import { ladderRate } from '../../src/sampling/adaptive/ladder.js'
import { Spending } from '../../src/sampling/adaptive/spending.js'
import { boostWithin } from '../../src/sampling/adaptive/surge-boost.js'
import { thinningProbability } from '../../src/sampling/adaptive/thinning.js'
import { TokenBucket } from '../../src/sampling/adaptive/token-bucket.js'

describe('square-root thinning', () => {
  it('keeps patterns of up to 32 a minute whole and 4 % of 10,000 a minute', () => {
    expect(thinningProbability(32)).toBe(1)
    expect(thinningProbability(40)).toBeLessThan(1)
    expect(thinningProbability(10_000)).toBeCloseTo(0.041, 6)
  })

  it('never goes below one in a thousand', () => {
    expect(thinningProbability(1e12)).toBe(0.001)
  })
})

describe('the allocator', () => {
  const demands: Demand[] = Array.from({ length: 1_000 }, (_, i) => ({
    perMinute: 100_000 / (i + 1) ** 1.3,
    cost: 200 + (i % 7) * 100,
    value: 1,
    ceiling: 1,
  }))
  const spend = (of: readonly Demand[], lambda: number) =>
    of.reduce((sum, { perMinute, cost, value, ceiling }) => {
      const p = Math.min(ceiling, allocatedProbability(lambda, perMinute, cost, value))
      return sum + perMinute * cost * p
    }, 0)

  it('finds the λ that spends what is available', () => {
    const available = spend(demands, Number.POSITIVE_INFINITY) / 10
    expect(spend(demands, solveLambda(demands, available)) / available).toBeCloseTo(1, 5)
  })

  it('spends what is available whatever the demands, between the smallest probabilities and all', () => {
    const demand = fc.record({
      perMinute: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      cost: fc.double({ min: 1, max: 1e5, noNaN: true }),
      value: fc.double({ min: 0.01, max: 100, noNaN: true }),
      ceiling: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(demand, { minLength: 1, maxLength: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, share) => {
          const least = spend(of, 0)
          const available = least + share * (spend(of, Number.POSITIVE_INFINITY) - least)
          const spent = spend(of, solveLambda(of, available))
          expect(Math.abs(spent - available)).toBeLessThanOrEqual(1e-4 * available + 1e-6)
        },
      ),
    )
  })

  it('keeps everything when everything fits, and the smallest probabilities when nothing does', () => {
    expect(solveLambda(demands, 1e15)).toBe(Number.POSITIVE_INFINITY)
    expect(solveLambda(demands, 1)).toBe(0)
    expect(solveLambda([], 100)).toBe(Number.POSITIVE_INFINITY)
  })

  it('respects ceilings and gives what they leave to the others', () => {
    const half = demands.map((demand, i) => ({ ...demand, ceiling: i === 0 ? 0.01 : 1 }))
    const available = spend(demands, Number.POSITIVE_INFINITY) / 10
    expect(solveLambda(half, available)).toBeGreaterThan(solveLambda(demands, available))
  })

  it('keeps √2 times as much of what is worth twice as much', () => {
    expect(allocatedProbability(1, 10_000, 1, 2) / allocatedProbability(1, 10_000, 1, 1)).toBeCloseTo(Math.SQRT2)
  })
})

describe('the ladder of the server', () => {
  it('does not move within 30 %', () => {
    expect(ladderRate(0.1, 0.13)).toBe(0.1)
    expect(ladderRate(0.1, 0.071)).toBe(0.1)
  })

  it('falls to a half at most, and rises at once', () => {
    expect(ladderRate(1, 0.001)).toBeGreaterThanOrEqual(0.5)
    expect(ladderRate(0.001, 1)).toBe(1)
  })

  it('stands on a step 1.5^−k, at or above what was asked for, never below 0.001', () => {
    const rate = fc.double({ min: 0.001, max: 1, noNaN: true })
    fc.assert(
      fc.property(rate, rate, (current, wanted) => {
        const next = ladderRate(current, wanted)
        if (next === current) return
        const k = Math.log(1 / next) / Math.log(1.5)
        expect(next === 0.001 || Math.abs(k - Math.round(k)) < 1e-9).toBe(true)
        expect(next).toBeGreaterThanOrEqual(Math.min(1, Math.max(wanted, current / 2)) - 1e-9)
      }),
    )
  })

  it('comes to rest on any rate that stays', () => {
    let rate = 1
    for (let i = 0; i < 20; i++) rate = ladderRate(rate, 0.02)
    expect(ladderRate(rate, 0.02)).toBe(rate)
    expect(rate / 0.02).toBeGreaterThan(0.7)
    expect(rate / 0.02).toBeLessThan(1.6)
  })
})

describe('the token bucket', () => {
  it('leaves probabilities alone while as much is spent as comes in', () => {
    const bucket = new TokenBucket(10)
    for (let t = 0; t <= 60_000; t += 100) {
      expect(bucket.factor(t)).toBeCloseTo(1, 1)
      bucket.spend(1)
    }
  })

  it('lowers them as it empties, but never to nothing, and raises them when too little was spent', () => {
    const bucket = new TokenBucket(10)
    bucket.factor(0)
    bucket.factor(10_000)
    bucket.dropSavings()
    bucket.spend(25)
    expect(bucket.factor(10_000)).toBe(0.5)
    bucket.spend(1_000)
    expect(bucket.factor(10_000)).toBe(0.001)
    expect(bucket.factor(15_000)).toBe(1)
    expect(bucket.factor(70_000)).toBe(1.5)
  })

  it('has less to give at the start, when all that comes is news', () => {
    const bucket = new TokenBucket(10)
    expect(bucket.factor(0)).toBe(1)
    bucket.spend(20)
    expect(bucket.factor(0)).toBe(0.001)
  })

  it('forgives what was saved up, not what was spent', () => {
    const bucket = new TokenBucket(10)
    bucket.factor(0)
    expect(bucket.factor(30_000)).toBe(1.5)
    bucket.dropSavings()
    expect(bucket.factor(30_000)).toBe(1)
    bucket.spend(25)
    bucket.dropSavings()
    expect(bucket.factor(30_000)).toBe(0.5)
  })
})

describe('the history of arrivals', () => {
  const closing = (counts: readonly number[]) => {
    const history = new ArrivalHistory()
    const surges = counts.map((count) => history.close(count, 10_000))
    return { history, surges }
  }

  it('follows a steady stream, and a step at once', () => {
    expect(closing(Array(30).fill(100)).history.perMinute).toBeCloseTo(600)
    expect(closing([...Array(30).fill(100), 1_000]).history.perMinute).toBeCloseTo(6_000)
    expect(closing([...Array(30).fill(1_000), 100]).history.perMinute).toBeCloseTo(600)
  })

  it('takes a slow change and chance for no surge', () => {
    expect(closing(Array.from({ length: 60 }, (_, i) => 100 + 5 * i)).surges).not.toContain(true)
    expect(closing([...Array(30).fill(0), 3]).surges).not.toContain(true)
  })

  it('sees a surge once it knows the pattern', () => {
    expect(closing([...Array(30).fill(20), 200]).surges.at(-1)).toBe(true)
    expect(closing([20, 20, 200]).surges.at(-1)).toBe(false)
  })

  it('expects bursts of what came in bursts before', () => {
    const bursty = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 9 : 1))
    expect(closing([...bursty, 12]).surges.at(-1)).toBe(false)
    expect(closing([...bursty, 300]).surges.at(-1)).toBe(true)
  })
})

describe('a boost', () => {
  const surging: Demand[] = [{ perMinute: 1_000, cost: 1, value: 1, ceiling: 1 }]

  it('is what was asked for while it fits into 5 % of the budget', () => {
    expect(boostWithin(surging, 1, 2, 10_000)).toMatchObject({ boost: 2 })
  })

  it('is lowered so that it does', () => {
    const { boost, extra } = boostWithin(surging, 1, 10, 1_000)
    expect(extra).toBe(50)
    const p = allocatedProbability(1, 1_000, 1, 1)
    expect(1_000 * p * (boost - 1)).toBeCloseTo(50)
  })
})

describe('spending', () => {
  it('is that of the last minute, by kind', () => {
    const spending = new Spending()
    for (let i = 0; i < 20; i++) {
      spending.add('floor', i < 14 ? 1_000 : 10)
      spending.add('drawn', 5)
      spending.close(10_000)
    }
    expect(spending.perMinute('floor')).toBe(60)
    expect(spending.perMinute('drawn')).toBe(30)
    expect(spending.perMinute('guaranteed')).toBe(0)
  })
})

describe('the budget in force', () => {
  it('is the smaller one; in records the local one, since they cannot be compared', () => {
    const bytes = { unit: 'bytes', perSecond: 100 } as const
    const records = { unit: 'records', perSecond: 5 } as const
    expect(smallerBudget(undefined, undefined)).toBeUndefined()
    expect(smallerBudget(undefined, 50)).toEqual({ unit: 'bytes', perSecond: 50 })
    expect(smallerBudget(bytes, 50)).toEqual({ unit: 'bytes', perSecond: 50 })
    expect(smallerBudget(bytes, 500)).toBe(bytes)
    expect(smallerBudget(records, 1)).toBe(records)
  })
})
