import { describe, expect, it } from 'vitest'
import { allocatedProbability, type Demand, solveLambda } from '../../src/sampling/adaptive/allocation.js'
import { thinningProbability } from '../../src/sampling/adaptive/thinning.js'

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
  const spend = (lambda: number) =>
    demands.reduce(
      (sum, { perMinute, cost, value }) =>
        sum + perMinute * cost * allocatedProbability(lambda, perMinute, cost, value),
      0,
    )

  it('finds the λ that spends what is available', () => {
    const available = spend(Number.POSITIVE_INFINITY) / 10
    expect(spend(solveLambda(demands, available)) / available).toBeCloseTo(1, 4)
  })

  it('keeps everything when everything fits, and the floor when nothing does', () => {
    expect(solveLambda(demands, 1e15)).toBe(Number.POSITIVE_INFINITY)
    expect(solveLambda(demands, 1)).toBe(0)
    expect(solveLambda([], 100)).toBe(Number.POSITIVE_INFINITY)
  })

  it('respects ceilings and gives what they leave to the others', () => {
    const half = demands.map((demand, i) => ({ ...demand, ceiling: i === 0 ? 0.01 : 1 }))
    const available = spend(Number.POSITIVE_INFINITY) / 10
    expect(solveLambda(half, available)).toBeGreaterThan(solveLambda(demands, available))
  })
})
