import { describe, expect, it } from 'vitest'
import { HalfSipHash } from '../../src/internal/half-siphash.js'

const word = (start: number) => start | ((start + 1) << 8) | ((start + 2) << 16) | ((start + 3) << 24)

describe('HalfSipHash-2-4', () => {
  it('gives the published answer for the bytes 0 to 15 under the key of the bytes 0 to 7', () => {
    const hash = new HalfSipHash({ low: word(0), high: word(4) })
    hash.hash(word(0), word(4), word(8), word(12))
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE(hash.low, 0)
    bytes.writeUInt32LE(hash.high, 4)
    expect(bytes.toString('hex')).toBe('7336aad25f7bf3b5')
  })

  it('gives another answer under each key, of about half the bits', () => {
    let differing = 0
    for (let key = 0; key < 1_000; key++) {
      const [a, b] = [new HalfSipHash({ low: key, high: 1 }), new HalfSipHash({ low: key + 1, high: 1 })]
      a.hash(1, 2, 3, 4)
      b.hash(1, 2, 3, 4)
      differing += bitsOf(a.low ^ b.low) + bitsOf(a.high ^ b.high)
    }
    expect(differing / 1_000).toBeCloseTo(32, 0)
  })
})

function bitsOf(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
