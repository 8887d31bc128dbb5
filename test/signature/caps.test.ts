import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'
import { atTier } from '../support/tier.js'
import { firstBytes } from './first-bytes.ts'
import { message, ordinaryWords } from './message-arbitraries.ts'

const something = message.filter((text) => text !== '')
const longer = (text: string, length: number) => text.repeat(Math.ceil(length / text.length))
/** Over 256 bytes, whatever follows the last character. */
const head = fc.oneof(
  something.map((text) => longer(text, 260)),
  something.map((text) => `${text} `.padEnd(260, 'lorem ipsum')),
)

describe('signatures', () => {
  it('do not depend on what comes after 256 bytes', () => {
    fc.assert(
      fc.property(head, message, message, (head, tail, other) => {
        const signature = signatureOf(head + tail)
        expect(signatureOf(head)).toEqual(signature)
        expect(signatureOf(head + other)).toEqual(signature)
        expect(signatureOf(longer(head + other, 200_000))).toEqual(signature)
      }),
      { numRuns: atTier({ test: 200, long: 500, soak: 500 }) },
    )
  })

  it('are those of the first 256 bytes, cut at white space', () => {
    fc.assert(
      fc.property(fc.oneof(head, message), message, (head, tail) => {
        expect(signatureOf(head + tail)).toEqual(signatureOf(firstBytes(head + tail)))
      }),
      { numRuns: atTier({ test: 800, long: 2_000, soak: 2_000 }) },
    )
  })

  it('of 200,000 characters are those of their first 256 bytes', () => {
    fc.assert(
      fc.property(something, (text) => {
        const long = longer(text, 200_000)
        expect(signatureOf(long)).toEqual(signatureOf(firstBytes(long)))
      }),
    )
  })

  it('never split a character, wherever it stands', () => {
    for (const character of ['é', '本', '💥']) {
      for (let before = 250; before <= 260; before++) {
        const { template } = signatureOf(`${'7'.repeat(before - 30)},${'x'.repeat(29)}${character.repeat(9)}`)
        expect(template).toMatch(new RegExp(`^<\\*> x{1,29}${character}*$`, 'u'))
      }
    }
  })
})

describe('templates', () => {
  it('have at most 128 bytes, or one word', () => {
    fc.assert(
      fc.property(message, head, (text, long) => {
        for (const { template } of [signatureOf(text), signatureOf(long)]) {
          expect(Buffer.byteLength(template)).toBeLessThanOrEqual(template.includes(' ') ? 128 : 256)
        }
      }),
      { numRuns: atTier({ test: 800, long: 2_000, soak: 2_000 }) },
    )
  })

  it('are cut by their own length: values of any length leave them the same', () => {
    fc.assert(
      fc.property(ordinaryWords(2, 14), fc.nat(12), fc.integer({ min: 1, max: 100 }), (words, at, length) => {
        const text = (value: string) => words.toSpliced(at + 1, 0, value).join(' ')
        expect(signatureOf(text('7'.repeat(length)))).toEqual(signatureOf(text('7')))
      }),
    )
  })
})
