import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockDraws } from '../../src/sampling/block-draws.js'
import { seededRandom } from '../../src/testing/seeded-random.js'

describe('blocks', () => {
  it('keep one record in each block of 1/p, with the weight of the block', () => {
    const block = new BlockDraws(1)
    const random = seededRandom(1)
    for (let i = 0; i < 50; i++) {
      const weights = Array.from({ length: 20 }, () => block.draw(0, 0.05, 0.05, random))
      expect(weights.filter((weight) => weight > 0)).toEqual([20])
    }
  })

  it('are off by less than one weight at constant p, wherever the traffic stops', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.001, max: 1, noNaN: true }), fc.nat(5_000), (seed, p, n) => {
        const block = new BlockDraws(1)
        const random = seededRandom(seed)
        let estimate = 0
        for (let i = 0; i < n; i++) estimate += block.draw(0, p, p, random)
        expect(Math.abs(estimate - n)).toBeLessThanOrEqual(Math.round(1 / p))
      }),
    )
  })

  it('let a new p count from the next block on', () => {
    const block = new BlockDraws(1)
    const random = seededRandom(3)
    block.draw(0, 0.1, 0.1, random)
    const rest = Array.from({ length: 9 }, () => block.draw(0, 1, 0.1, random))
    expect(rest.every((weight) => weight === 0 || weight === 10)).toBe(true)
    expect(block.draw(0, 1, 0.1, random)).toBe(1)
  })

  it('estimate without bias when p changes with what came before', () => {
    const random = seededRandom(4)
    const replicates = 4_000
    const seen = 200
    let sum = 0
    let squares = 0
    for (let r = 0; r < replicates; r++) {
      const block = new BlockDraws(1)
      let estimate = 0
      let keptBefore = 0
      for (let i = 0; i < seen; i++) {
        const weight = block.draw(0, 1 / (1 + (keptBefore % 7) * 3), 0, random)
        estimate += weight
        if (weight > 0) keptBefore++
      }
      sum += estimate
      squares += estimate * estimate
    }
    const mean = sum / replicates
    const standardError = Math.sqrt((squares / replicates - mean * mean) / replicates)
    expect(Math.abs(mean - seen)).toBeLessThan(4.9 * standardError)
  })
})
