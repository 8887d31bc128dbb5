import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NONE_SEEN, withSequence } from '../../src/store/seen-sequences.js'

describe('the sequences of an instance', () => {
  it('are counted once each, in any order that is not 64 behind', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 100 }), (sequences) => {
        let seen = NONE_SEEN
        const counted: number[] = []
        for (const sequence of sequences) {
          const next = withSequence(seen, sequence)
          if (next === undefined) continue
          counted.push(sequence)
          seen = next
        }
        expect(counted.toSorted((a, b) => a - b)).toEqual([...new Set(sequences)].toSorted((a, b) => a - b))
        expect(seen.recent < 2n ** 64n).toBe(true)
      }),
    )
  })

  it('are taken for repeats when they are too old to tell', () => {
    const seen = withSequence(NONE_SEEN, 100)!
    expect(withSequence(seen, 37)).toBeDefined()
    expect(withSequence(seen, 36)).toBeUndefined()
    expect(withSequence(seen, 100 + 1_000)).toEqual({ high: 1_100, recent: 1n })
  })
})
