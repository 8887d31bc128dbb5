import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf, signatureOfTemplate } from '../../src/signature/signature.js'
import { createTokenizer } from '../../src/signature/template.js'
import { seededRandom } from '../../src/testing.js'
import { atTier } from '../support/tier.js'
import { message, ordinaryWord, ordinaryWords } from './message-arbitraries.ts'

/** Any UTF-16, well-formed or not. */
const anyString = fc.oneof(
  message,
  fc.string({ unit: 'binary', maxLength: 2_000, size: 'max' }),
  fc
    .array(fc.nat(0xffff), { maxLength: 2_000, size: 'max' })
    .map((units) => units.map((unit) => String.fromCharCode(unit)).join('')),
  fc
    .array(fc.constantFrom('\ud83d', '\udca5', 'a', ' ', '5', '"'), { maxLength: 2_000, size: 'max' })
    .map((units) => units.join('')),
)

describe('signatures', () => {
  it('are their own signatures: signing a template gives its id', () => {
    fc.assert(
      fc.property(message, (text) => {
        const signature = signatureOf(text)
        expect(signatureOf(signature.template)).toEqual(signature)
      }),
      { numRuns: atTier({ test: 2_000, long: 5_000, soak: 5_000 }) },
    )
  })

  it('are the same by the key of the hot path as by definition: the hash of the template', () => {
    const { tokenize, render } = createTokenizer(seededRandom(1))
    fc.assert(
      fc.property(message, (text) => {
        tokenize(text)
        const defined = signatureOfTemplate(render())
        expect(signatureOf(text)).toEqual(defined)
        expect(signatureOf(text)).toEqual(defined)
      }),
      { numRuns: atTier({ test: 2_000, long: 5_000, soak: 5_000 }) },
    )
  })

  it('are the same whatever was signed before', () => {
    const used = createTokenizer(seededRandom(1))
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 20 }), message, (before, text) => {
        for (const one of before) used.tokenize(one)
        used.tokenize(text)
        const fresh = createTokenizer(seededRandom(2))
        fresh.tokenize(text)
        expect(used.render()).toBe(fresh.render())
      }),
      { numRuns: atTier({ test: 200, long: 500, soak: 500 }) },
    )
  })

  it('are the same when brackets in quotes stood elsewhere in the message before', () => {
    const { tokenize, render } = createTokenizer(seededRandom(1))
    for (let at = 0; at < 12; at++) {
      tokenize(`${'a'.repeat(at)}{}{}{}{}{}{}{}{}{}{}{}{}`)
      tokenize('x [y msg="a {b} c"]')
      expect(render()).toBe('x y msg a b c')
    }
  })

  it('are well-formed for every string, and their own', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const signature = signatureOf(text)
        const { id, check, template } = signature
        expect(id).toMatch(/^[0-9a-f]{16}$/)
        expect(check).toMatch(/^[0-9a-f]{16}$/)
        expect(template.isWellFormed()).toBe(true)
        expect(signatureOf(template)).toEqual(signature)
      }),
      { numRuns: atTier({ test: 800, long: 2_000, soak: 2_000 }) },
    )
  })

  it('see a lone surrogate as UTF-8 does', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(signatureOf(text)).toEqual(signatureOf(text.toWellFormed()))
      }),
    )
  })
})

describe('words count:', () => {
  /** Each word with its gap behind it. */
  const sentence = ordinaryWords(2, 8).chain((words) =>
    fc.record({
      words: fc.constant(words),
      gaps: fc.array(fc.constantFrom(' ', ', ', ': ', ' 17 ', ' <*> '), {
        minLength: words.length,
        maxLength: words.length,
      }),
      at: fc.nat(words.length - 1),
    }),
  )
  const text = (words: readonly string[], gaps: readonly string[]) => words.map((word, i) => word + gaps[i]).join('')

  it('another word makes another signature', () => {
    fc.assert(
      fc.property(sentence, ordinaryWord, ({ words, gaps, at }, other) => {
        fc.pre(!words.includes(other))
        expect(signatureOf(text(words.with(at, other), gaps)).id).not.toBe(signatureOf(text(words, gaps)).id)
      }),
      { numRuns: atTier({ test: 400, long: 1_000, soak: 1_000 }) },
    )
  })

  it('so does another case', () => {
    fc.assert(
      fc.property(sentence, ({ words, gaps, at }) => {
        const word = words[at]!
        const signature = signatureOf(text(words, gaps))
        for (const other of [word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)]) {
          expect(signatureOf(text(words.with(at, other), gaps)).id).not.toBe(signature.id)
        }
      }),
    )
  })

  it('so does one word more, one word less, and another order', () => {
    fc.assert(
      fc.property(sentence, ordinaryWord, ({ words, gaps, at }, other) => {
        fc.pre(!words.includes(other))
        const { id } = signatureOf(text(words, gaps))
        expect(signatureOf(text(words.toSpliced(at, 0, other), [...gaps, ' '])).id).not.toBe(id)
        expect(signatureOf(text(words.toSpliced(at, 1), gaps)).id).not.toBe(id)
        expect(signatureOf(text(words.toReversed(), gaps)).id).not.toBe(id)
      }),
    )
  })
})
