import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/protocol.js'
import { learnMergeRules } from '../../src/signature/learn-merge-rules.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'

const NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gil']
const COLOURS = ['red', 'blue', 'green', 'pink', 'grey', 'black', 'white']
const NUMERALS = ['eins', 'zwei', 'drei', 'vier', 'elf']

const learn = (templates: Iterable<string>): string[] =>
  learnMergeRules(Array.from(templates, (template) => ({ template }))).map(({ template }) => template)
const literals = (template: string): number => template.split(' ').filter((token) => !/^<[*+]>$/.test(token)).length
/** A word a number: distinct, and never taken for a value by itself. */
const wordOf = (n: number): string => `word${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}z`

/** Templates with so few words that they differ in one place often. */
const templates = fc.array(
  fc
    .array(fc.constantFrom(...NAMES, 'user', 'logged', 'in', '<*>'), { minLength: 1, maxLength: 6 })
    .map((tokens) => tokens.join(' ')),
  { maxLength: 200 },
)

describe('merge rules are learned', () => {
  it('from one place with five different words or more', () => {
    expect(learn(NAMES.slice(0, 5).map((name) => `user ${name} logged in`))).toEqual(['user <+> logged in'])
    expect(learn(NAMES.slice(0, 4).map((name) => `user ${name} logged in`))).toEqual([])
  })

  it('never from four words a place or fewer', () => {
    const four = fc.array(
      fc.tuple(...[0, 1, 2, 3].map((place) => fc.nat(3).map((n) => wordOf(100 * place + n)))).map((t) => t.join(' ')),
      { maxLength: 300 },
    )
    fc.assert(
      fc.property(four, (templates) => {
        expect(learn(templates)).toEqual([])
      }),
    )
  })

  it('only where two words are left', () => {
    expect(learn(NAMES.map((name) => `hello ${name}`))).toEqual([])
    expect(learn(NAMES.map((name) => `hello ${name} <*>`))).toEqual([])
    expect(learn(NAMES.map((name) => `hello ${name} <*> there`))).toEqual(['hello <+> <*> there'])
    fc.assert(
      fc.property(templates, (templates) => {
        for (const rule of learn(templates)) expect(literals(rule)).toBeGreaterThanOrEqual(2)
      }),
    )
  })

  it('from two places at once, where three words are left', () => {
    const pairs = NAMES.map((name, i) => `${name} painted the wall ${COLOURS[i]}`)
    expect(learn(pairs)).toEqual(['<+> painted the wall <+>'])
    expect(learn(NAMES.map((name, i) => `${name} painted it ${COLOURS[i]}`))).toEqual([])
    expect(learn([...pairs.slice(0, 4), 'ann painted the wall white'])).toEqual([])
  })

  it('from what other rules have merged', () => {
    const templates = NAMES.flatMap((name) => COLOURS.map((colour) => `user ${name} likes the ${colour} one`))
    const merge = applyMergeRules(learnMergeRules(templates.map((template) => ({ template }))))
    expect(new Set(templates.map((template) => merge(signatureOf(template)).template)).size).toBe(1)
  })

  it('for templates of one length alone', () => {
    const rules = learnMergeRules(NAMES.map((name) => ({ template: `user ${name} logged in` })))
    const merge = applyMergeRules(rules)
    for (const text of ['user ann logged in again', 'user ann logged', 'user logged in', 'user ann bob logged in']) {
      expect(merge(signatureOf(text))).toBe(signatureOf(text))
    }
  })

  it('the same in any order and with repetitions', () => {
    const shuffled = templates.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([all, mixed]) => {
        expect(learn(mixed)).toEqual(learn(all))
      }),
    )
  })

  it('fifty at most, those that merge most patterns first', () => {
    const sizes = Array.from({ length: 60 }, (_, i) => 5 + i)
    const templates = sizes.flatMap((size) =>
      Array.from({ length: size }, (_, i) => `${wordOf(900 + size)} took ${wordOf(i)} away`),
    )
    const expected = sizes.slice(10).reverse()
    expect(learn(templates)).toEqual(expected.map((size) => `${wordOf(900 + size)} took <+> away`))
  })

  it('so that applying them to what they made changes nothing', () => {
    fc.assert(
      fc.property(templates, (templates) => {
        const merge = applyMergeRules(learnMergeRules(templates.map((template) => ({ template }))))
        for (const template of templates) {
          const merged = merge(signatureOf(template))
          expect(merge(merged)).toBe(merged)
        }
      }),
    )
  })
})

describe('learning from templates that no signer made', () => {
  const hostile = [
    ...['', ' ', '<+>', '<*>', '<+> <+> <+>', 'x'.repeat(100_000), 'a '.repeat(20_000), '\ud800 \0 \n', '日本 語'],
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].map((name) => `set ${name} of object`),
    ...NAMES.flatMap((name) => [`a <+> ${name}`, `a  ${name}`, `${name} ${'long'.repeat(500)} tail words`]),
  ]

  it('never throws, and every rule is one that a policy may have', () => {
    const anything = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 60 }))
    fc.assert(
      fc.property(fc.array(fc.oneof(anything, templates), { maxLength: 40 }), (mixed) => {
        const merge_rules = learnMergeRules(mixed.flat().map((template) => ({ template })))
        expect(parsePolicy({ version: 1, merge_rules })).toMatchObject({ ok: true })
      }),
    )
    const merge_rules = learnMergeRules(hostile.map((template) => ({ template })))
    expect(parsePolicy({ version: 1, merge_rules })).toMatchObject({ ok: true, value: { merge_rules } })
  })

  it('takes thousands of them', () => {
    const thousands = Array.from({ length: 4_000 }, (_, i) =>
      Array.from({ length: 8 }, (_, place) => wordOf((i * (place + 7)) % (3 + place * 40))).join(' '),
    )
    const merge_rules = learnMergeRules(thousands.map((template) => ({ template })))
    expect(merge_rules.length).toBeLessThanOrEqual(50)
    expect(parsePolicy({ version: 1, merge_rules })).toMatchObject({ ok: true })
  })
})

it.each([NUMERALS])('prototype names are words like others: constructor, %s', (...words) => {
  expect(learn(['constructor', '__proto__', ...words].map((word) => `set ${word} of object`))).toHaveLength(1)
})
