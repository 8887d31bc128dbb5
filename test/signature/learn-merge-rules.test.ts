import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnMergeRules } from '../../src/signature/learn-merge-rules.js'
import { applyMergeRules } from '../../src/signature/merge-rules.js'
import { signatureOf } from '../../src/signature/signature.js'

const NAMES = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gil']
const COLOURS = ['red', 'blue', 'green', 'pink', 'grey', 'black', 'white']

const learn = (templates: Iterable<string>): string[] =>
  learnMergeRules(Array.from(templates, (template) => ({ template }))).map(({ template }) => template)
const literals = (template: string): number => template.split(' ').filter((token) => !/^<[*+]>$/.test(token)).length
/** A word a number: distinct, and never taken for a value by itself. */
const wordOf = (n: number): string => `word${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}z`

/** Templates with so few words that they differ in one place often. */
const templates = fc.array(
  fc
    .array(fc.constantFrom(...NAMES, 'user', 'in', '<*>'), { minLength: 2, maxLength: 4 })
    .map((tokens) => tokens.join(' ')),
  { maxLength: 200 },
)

describe('merge rules are learned', () => {
  it('from one place with five different words or more', () => {
    expect(learn(NAMES.slice(0, 5).map((name) => `user ${name} logged in`))).toEqual(['user <+> logged in'])
    expect(learn(NAMES.slice(0, 4).map((name) => `user ${name} logged in`))).toEqual([])
  })

  it('from words that objects have by themselves as from others', () => {
    const words = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']
    expect(learn(words.map((word) => `set ${word} of object`))).toEqual(['set <+> of object'])
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

  it('the first by its text, where two of a size share a template', () => {
    const cross = [
      ...NAMES.map((name) => `paint ${name} red now`),
      ...COLOURS.slice(1).map((colour) => `paint ann ${colour} now`),
    ]
    expect(learn(cross)[0]).toBe('paint <+> red now')
    expect(learn(cross.reverse())[0]).toBe('paint <+> red now')
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
