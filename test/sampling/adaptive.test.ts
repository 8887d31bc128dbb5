import { describe, expect, it } from 'vitest'
import { allocatedProbability, type Demand, solveLambda } from '../../src/sampling/adaptive/allocation.js'
import { countArrival, createArrivalRate } from '../../src/sampling/adaptive/arrival-rate.js'
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

describe('the arrival rate', () => {
  it('follows a steady stream', () => {
    const rate = createArrivalRate(0)
    let perMinute = 0
    for (let t = 0; t < 300_000; t += 100) perMinute = countArrival(rate, t)
    expect(perMinute).toBeGreaterThan(590)
    expect(perMinute).toBeLessThan(610)
  })

  it('sees a step up within the interval it happens in', () => {
    const rate = createArrivalRate(0)
    for (let t = 0; t < 60_000; t += 1_000) countArrival(rate, t)
    let perMinute = 0
    for (let i = 0; i < 1_000; i++) perMinute = countArrival(rate, 60_500)
    expect(perMinute).toBeGreaterThan(5_000)
  })

  it('takes the first records of a new pattern for a trickle, not a flood', () => {
    const rate = createArrivalRate(0)
    expect(countArrival(rate, 0)).toBeLessThanOrEqual(6)
  })
})

describe('the allocator', () => {
  const demands: Demand[] = Array.from({ length: 1_000 }, (_, i) => ({
    perMinute: 100_000 / (i + 1) ** 1.3,
    cost: 200 + (i % 7) * 100,
    ceiling: 1,
  }))
  const spend = (lambda: number) =>
    demands.reduce(
      (sum, { perMinute, cost }) => sum + perMinute * cost * allocatedProbability(lambda, perMinute, cost),
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
