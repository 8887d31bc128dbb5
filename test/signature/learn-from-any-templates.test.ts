import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/protocol.js'
import { learnMergeRules } from '../../src/signature/learn-merge-rules.js'

const NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gil']
const wordOf = (n: number): string => `word${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}z`
const templates = fc.array(
  fc.array(fc.constantFrom(...NAMES, 'in', '<*>', '<+>', ''), { maxLength: 5 }).map((tokens) => tokens.join(' ')),
  { maxLength: 100 },
)

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
