import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockDraws } from '../../src/sampling/block-draws.js'
import { traceRandomness } from '../../src/sampling/randomness.js'
import { CONSISTENT_RECORDS_PER_TRACE, TraceCounts } from '../../src/sampling/trace-counts.js'
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

describe('trace randomness', () => {
  it('is the low 56 bits as a fraction', () => {
    expect(traceRandomness(`${'f'.repeat(18)}80000000000000`)).toBe(0.5)
    expect(traceRandomness(`${'f'.repeat(18)}00000000000000`)).toBe(0)
    expect(traceRandomness('f'.repeat(32))).toBeLessThan(1)
  })

  it('refuses what is not a valid trace id', () => {
    for (const bad of ['', 'abc', '0'.repeat(32), 'g'.repeat(32), `${'a'.repeat(31)}\u{1f600}`]) {
      expect(traceRandomness(bad)).toBe(-1)
    }
  })

  it('lies in [0, 1) for every trace id', () => {
    const traceId = fc.stringMatching(/^[0-9a-f]{32}$/).filter((id) => id !== '0'.repeat(32))
    fc.assert(
      fc.property(traceId, (id) => {
        const r = traceRandomness(id)
        expect(r).toBeGreaterThanOrEqual(0)
        expect(r).toBeLessThan(1)
      }),
    )
  })
})

describe('trace counts', () => {
  it('count the records of a pattern in one trace', () => {
    const counts = new TraceCounts()
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const before = Array.from({ length: 40 }, () => counts.countBefore(trace, 1, 0))
    expect(before.filter((n) => n < CONSISTENT_RECORDS_PER_TRACE)).toHaveLength(32)
    expect(counts.countBefore(trace, 2, 0)).toBe(0)
    expect(counts.countBefore(trace, 1, 60_000)).toBe(0)
  })
})
