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

  it('let a new p count from the next one that is drawn', () => {
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

  it('end by what is planned, not by what was spent: p far below the plan draws no new block for each record', () => {
    const block = new BlockDraws(1)
    const random = seededRandom(5)
    const weights = Array.from({ length: 1_000 }, () => block.draw(0, 0.1, 0.5, random))
    expect(weights.filter((weight) => weight > 0)).toEqual(Array.from({ length: 100 }, () => 10))
  })

  it('drawn by a p far below the plan end after eight times what is planned, so that nothing waits for a thousand records', () => {
    const block = new BlockDraws(1)
    expect(block.draw(0, 0.001, 0.5, () => 0.9)).toBe(0)
    expect(block.ahead(0)).toBe(15)
    block.skip(0, 15)
    expect(block.draw(0, 1, 0.5, () => 0)).toBe(1)
  })

  it('end once twice or half as much is planned, and then one that was drawn before by that plan is none either', () => {
    for (const planned of [0.019, 0.081]) {
      const block = new BlockDraws(1)
      block.draw(0, 0.04, 0.04, () => 0)
      expect(block.holds(0, 0.04)).toBe(true)
      expect(block.holds(0, planned)).toBe(false)
      expect(block.draw(0, 1, planned, () => 0)).toBe(1)
    }
  })

  it('estimate without bias when plans end them', () => {
    const random = seededRandom(6)
    const replicates = 4_000
    const planAt = (i: number) => [0.1, 0.04, 0.3, 0.3, 0.02, 0.05][Math.floor(i / 7) % 6]!
    let sum = 0
    let squares = 0
    for (let r = 0; r < replicates; r++) {
      const block = new BlockDraws(1)
      let estimate = 0
      for (let i = 0; i < 200; i++) estimate += block.draw(0, planAt(i) / (estimate > i ? 20 : 1), planAt(i), random)
      sum += estimate
      squares += estimate * estimate
    }
    const mean = sum / replicates
    const standardError = Math.sqrt((squares / replicates - mean * mean) / replicates)
    expect(Math.abs(mean - 200)).toBeLessThan(4.9 * standardError)
  })

  it('tell how many are dropped ahead, across their ends, and let them pass as if each had been drawn', () => {
    const p = fc.constantFrom(0.3, 0.1, 0.01)
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(p, fc.nat(400)), { minLength: 1, maxLength: 60 }), (seed, turns) => {
        const [skipped, drawn] = [new BlockDraws(1), new BlockDraws(1)]
        const [randomOfSkipped, randomOfDrawn] = [seededRandom(seed), seededRandom(seed)]
        for (const [probability, wanted] of turns) {
          expect(skipped.draw(0, probability, 0.1, randomOfSkipped)).toBe(
            drawn.draw(0, probability, 0.1, randomOfDrawn),
          )
          const records = Math.min(wanted, skipped.ahead(0))
          for (let i = 1; i <= records; i++) {
            expect(drawn.draw(0, 0.5, 0.1, () => Number.NaN)).toBe(0)
            expect(skipped.probabilityOf(0, i)).toBe(drawn.probabilityOf(0))
          }
          skipped.skip(0, records)
          expect(skipped.ahead(0)).toBe(drawn.ahead(0))
        }
      }),
    )
  })
})
