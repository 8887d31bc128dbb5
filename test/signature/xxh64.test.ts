import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bigIntHash, createHash, startWebAssembly } from '../../src/signature/hash.js'
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

  it('loads WebAssembly for the eighth text, once, never within the call, and gives the same before and after', async () => {
    const slow = bigIntHash(1n)
    const loaded: Promise<unknown>[] = []
    let usedFast = 0
    const hash = createHash(1n, (seed) => {
      const loading = startWebAssembly(seed).then((fast) => (text: string) => {
        usedFast++
        return fast(text)
      })
      loaded.push(loading)
      return loading
    })
    for (let i = 1; i <= 7; i++) expect(hash(`text ${i}`)).toBe(slow(`text ${i}`))
    await Promise.resolve()
    expect(loaded).toHaveLength(0)
    hash('text 8')
    expect(loaded).toHaveLength(0)
    await Promise.resolve()
    expect(loaded).toHaveLength(1)
    await Promise.all(loaded)
    await Promise.resolve()
    for (let i = 9; i <= 20; i++) expect(hash(`text ${i}`)).toBe(slow(`text ${i}`))
    expect(usedFast).toBe(12)
    expect(loaded).toHaveLength(1)
  })

  it('goes on without WebAssembly where it cannot be loaded', async () => {
    const hash = createHash(1n, () => Promise.reject(new Error('no WebAssembly')))
    for (let i = 0; i < 20; i++) {
      expect(hash(`text ${i}`)).toBe(bigIntHash(1n)(`text ${i}`))
      await Promise.resolve()
    }
  })
})
