import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bigIntHash, startWebAssembly } from '../../src/signature/hash.js'
import { xxh64 } from '../../src/signature/xxh64.js'
import { message } from './message-arbitraries.ts'

describe('XXH64', () => {
  const utf8 = new TextEncoder()

  it('agrees with the reference', () => {
    expect(xxh64(utf8.encode(''), 0n)).toBe(0xef46db3751d8e999n)
    expect(xxh64(utf8.encode('a'), 0n)).toBe(0xd24ec4f1a98c6e5bn)
    expect(xxh64(utf8.encode('abc'), 0n)).toBe(0x44bc2cf5ad770999n)
    expect(xxh64(utf8.encode('Nobody inspects the spammish repetition'), 0n)).toBe(0xfbcea83c8a378bf1n)
  })

  it('gives the same by WebAssembly and by BigInt, whatever the text', async () => {
    const slow = bigIntHash(1n)
    const fast = await startWebAssembly(1n)
    fc.assert(
      fc.property(message, (text) => {
        expect(fast(text)).toBe(slow(text))
      }),
    )
  })
})
