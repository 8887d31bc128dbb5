import { describe, expect, it } from 'vitest'
import { secretRandom } from '../../src/internal/random.js'
import { createSignatureMemo } from '../../src/signature/signature-memo.js'
import { createTokenizer, type TemplateKey } from '../../src/signature/template.js'
import { seededRandom } from '../../src/testing.js'

/** Finds two texts whose hashes of 32 bits are the same under one secret. */
function collisionUnder(seed: number): [string, string] {
  const { tokenize } = createTokenizer(seededRandom(seed))
  const random = seededRandom(seed + 1)
  const letter = () => String.fromCharCode(97 + Math.floor(random() * 26))
  const seen = new Map<number, string>()
  for (;;) {
    const text = `user ${Array.from({ length: 12 }, letter).join('')} came`
    const { hash } = tokenize(text)
    const before = seen.get(hash)
    if (before !== undefined && before !== text) return [before, text]
    seen.set(hash, text)
  }
}

describe('the memo of the hot path', () => {
  const seeds = [1, 2, 3]

  it.each(seeds)('tells texts apart that have one hash under its secret, and others have none: secret %i', (seed) => {
    const [one, other] = collisionUnder(seed)
    const { tokenize } = createTokenizer(seededRandom(seed))
    const keyOf = (text: string): TemplateKey => ({ ...tokenize(text) })
    expect(keyOf(other).hash).toBe(keyOf(one).hash)
    const memo = createSignatureMemo<string>()
    memo.set(keyOf(one), one)
    expect(memo.get(keyOf(other))).toBeUndefined()
    memo.set(keyOf(other), other)
    expect([memo.get(keyOf(one)), memo.get(keyOf(other))]).toEqual([one, other])
    for (const another of [101, 102, 103]) {
      const { tokenize } = createTokenizer(seededRandom(another))
      expect(tokenize(one).hash).not.toBe(tokenize(other).hash)
    }
  })

  it('tells apart what has the same hash and fingerprint and another size', () => {
    const memo = createSignatureMemo<string>()
    const key = { hash: 7, fingerprint: 8, size: (2 << 16) | 9, hasGap: false }
    memo.set(key, 'one')
    expect(memo.get(key)).toBe('one')
    expect(memo.get({ ...key, size: (2 << 16) | 10 })).toBeUndefined()
    expect(memo.get({ ...key, fingerprint: 9 })).toBeUndefined()
    expect(memo.get({ ...key, hash: 6 })).toBeUndefined()
  })

  it('holds no more than four templates of one set, the newest', () => {
    const memo = createSignatureMemo<number>()
    const keyOf = (n: number): TemplateKey => ({ hash: n, fingerprint: n, size: 1, hasGap: false, isOfValues: false })
    for (let i = 0; i < 6; i++) memo.set(keyOf(i), i)
    expect([0, 1, 2, 3, 4, 5].map((i) => memo.get(keyOf(i)))).toEqual([undefined, undefined, 2, 3, 4, 5])
  })

  it('has other keys in other processes', () => {
    const hashes = Array.from({ length: 4 }, () => createTokenizer(secretRandom).tokenize('user came').hash)
    expect(new Set(hashes).size).toBe(4)
  })
})
