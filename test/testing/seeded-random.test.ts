import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/testing.js'

const DRAWS = 10_000
const draw = (seed: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: DRAWS }, random)
}

describe('seeded randomness', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1).slice(0, 5)).not.toEqual(draw(2).slice(0, 5))
  })

  it('is uniform in [0, 1)', () => {
    const draws = draw(42)
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true)
    const tenths = Array.from({ length: 10 }, (_, i) => draws.filter((value) => Math.floor(value * 10) === i).length)
    const chiSquare = tenths.reduce((sum, count) => sum + (count - DRAWS / 10) ** 2 / (DRAWS / 10), 0)
    // 9 degrees of freedom: 1 in 10,000 good generators exceeds it.
    expect(chiSquare).toBeLessThan(33.7)
  })
})
