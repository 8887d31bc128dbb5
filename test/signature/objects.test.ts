import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/signature/signature.js'
import { createSigner } from '../../src/signature/signer.js'
import { ordinaryWord, ordinaryWords } from './message-arbitraries.ts'

const SPEAKING = ['message', 'msg', 'event', 'action', 'type'] as const
const sentence = ordinaryWords(1, 4).map((words) => words.join(' '))
const key = ordinaryWord.filter((word) => !(SPEAKING as readonly string[]).includes(word))
const fields = fc.dictionary(
  key,
  fc.oneof(fc.nat(), ordinaryWord, fc.constant(null), fc.dictionary(key, fc.nat(), { maxKeys: 1 })),
  { maxKeys: 3 },
)
const shuffled = (entries: readonly (readonly [string, unknown])[]) =>
  fc.shuffledSubarray([...entries], { minLength: entries.length, maxLength: entries.length }).map(Object.fromEntries)
const writers: [string, (value: unknown) => string][] = [
  ['JSON', (value) => JSON.stringify(value)],
  ['JSON on several lines', (value) => JSON.stringify(value, undefined, 2)],
  ['util.inspect', (value) => inspect(value)],
]

describe.each(writers)('an object as %s', (_, write) => {
  it('speaks by the text of its message alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPEAKING), sentence, fields, fields, (name, said, some, others) => {
        const signature = signatureOf(said)
        expect(signatureOf(write({ ...some, [name]: said }))).toEqual(signature)
        expect(signatureOf(write({ [name]: said, ...others }))).toEqual(signature)
      }),
    )
  })

  it('says another thing with another text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPEAKING), sentence, sentence, fields, (name, said, other, some) => {
        fc.pre(said !== other)
        expect(signatureOf(write({ ...some, [name]: said })).id).not.toBe(
          signatureOf(write({ ...some, [name]: other })).id,
        )
      }),
    )
  })

  it('says the same in any order, and as an object that is logged', () => {
    const { sign } = createSigner()
    const entries = fc.tuple(fields, fc.dictionary(fc.constantFrom(...SPEAKING), sentence, { maxKeys: 2, minKeys: 1 }))
    fc.assert(
      fc.property(
        entries.chain(([some, said]) => {
          const all = Object.entries({ ...some, ...said })
          return fc.tuple(shuffled(all), shuffled(all))
        }),
        ([one, other]) => {
          fc.pre(Buffer.byteLength(write(one)) < 200)
          expect(signatureOf(write(other))).toEqual(signatureOf(write(one)))
          expect(sign({ body: one })).toEqual(signatureOf(write(one)))
        },
      ),
    )
  })

  it('without a message speaks by its keys, in any order', () => {
    fc.assert(
      fc.property(
        fields.chain((some) => fc.tuple(fc.constant(some), shuffled(Object.entries(some)))),
        ([some, other]) => {
          fc.pre(Object.keys(some).length > 0 && Buffer.byteLength(write(some)) < 200)
          expect(signatureOf(write(other))).toEqual(signatureOf(write(some)))
          expect(signatureOf(write(some)).template).toBe(
            Object.keys(some)
              .sort()
              .map((name) => `${name} <*>`)
              .join(' '),
          )
        },
      ),
    )
  })

  it('behind two words is a value', () => {
    fc.assert(
      fc.property(ordinaryWords(2, 3), fields, sentence, (words, some, said) => {
        const text = words.join(' ')
        expect(signatureOf(`${text} ${write(some)}`).template).toBe(`${text} <*>`)
        expect(signatureOf(`${text}: ${write({ ...some, msg: said })}`).template).toBe(`${text} <*>`)
      }),
    )
  })
})

describe('an object with marks of quotation in its texts', () => {
  it.each(writers)('is one as %s', (_, write) => {
    for (const mark of [...'"\'`“”„‟«»‹›「」『』‘’‚‛＂＇״´ʼ❝❞']) {
      for (const text of [
        mark,
        `${mark} `,
        ` ${mark}`,
        `a ${mark}b${mark}, c`,
        `${mark}${mark}`,
        `{${mark}`,
        `${mark}]`,
      ]) {
        const value = { a: [text], b: { c: text }, d: 1 }
        expect([text, signatureOf(`item ${write(value)} read`).template]).toEqual([text, 'item <*> read'])
      }
    }
  })
})

describe('a line of logfmt', () => {
  it('says what its message says', () => {
    fc.assert(
      fc.property(sentence, fc.nat(), (said, id) => {
        expect(signatureOf(`level=info ts=2024-11-26T10:00:00Z msg="${said}" id=${id}`).template).toBe(
          `level <*> ts <*> msg ${said} id <*>`,
        )
      }),
    )
  })
})
