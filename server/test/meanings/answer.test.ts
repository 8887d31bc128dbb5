import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verdictsOf } from '../../src/meanings/answer.js'
import { MEANINGS } from '../../src/meanings/meaning.js'
import { questionText } from '../../src/meanings/question.js'

const one = { class: 'audit', sure: true, why: 'a role' }
const GOOD = JSON.stringify({ T1: one, T2: { ...one, class: 'unknown', sure: false } })

describe('an answer', () => {
  it('is taken as it was asked for, also from a fence or behind a thought', () => {
    const said = [
      { meaning: 'audit', sure: true, why: 'a role' },
      { meaning: 'unknown', sure: false, why: 'a role' },
    ]
    for (const text of [GOOD, `\`\`\`json\n${GOOD}\n\`\`\``, `<think>T1 {…}</think>${GOOD}`, `  ${GOOD}\n`])
      expect(verdictsOf(text, 2)).toEqual(said)
  })

  it.each([
    ['no JSON', 'T1 is audit'],
    ['an id too few', JSON.stringify({ T1: one })],
    ['an id too many', JSON.stringify({ T1: one, T2: one, T3: one })],
    ['another id', JSON.stringify({ T1: one, t2: one })],
    ['a class that there is not', JSON.stringify({ T1: one, T2: { ...one, class: 'drop' } })],
    ['a class by level', JSON.stringify({ T1: one, T2: { ...one, class: 'error' } })],
    ['a rate', JSON.stringify({ T1: one, T2: { ...one, rate: 0 } })],
    ['no boolean', JSON.stringify({ T1: one, T2: { ...one, sure: 'true' } })],
    ['no reason', JSON.stringify({ T1: one, T2: { class: 'audit', sure: true } })],
    ['an array', JSON.stringify([one, one])],
    ['null', 'null'],
    ['a prototype', '{"__proto__":{"T1":{}},"T1":1,"T2":2}'],
    ['text behind', `${GOOD} and more`],
    ['two objects', `${GOOD}${GOOD}`],
    ['half of it', GOOD.slice(0, -5)],
    ['too much', JSON.stringify({ T1: { ...one, why: 'x'.repeat(40_000) }, T2: one })],
    ['nothing', ''],
  ])('that has %s is refused whole', (_, text) => {
    expect(verdictsOf(text, 2)).toBeUndefined()
  })

  it('never throws, and says only what there is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const { meaning } of verdictsOf(text, 1) ?? []) expect(MEANINGS).toContain(meaning)
      }),
    )
  })
})

/** Of any code points: those that nobody has given a meaning, and halves of pairs, too. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 400 })
  .map((codes) => String.fromCodePoint(...codes))

describe('what a model sees of a template', () => {
  it('is one line of at most 200 characters without anything invisible, whatever it was', () => {
    fc.assert(
      fc.property(anyText, (template) => {
        const text = questionText(template)
        expect(text.length).toBeLessThanOrEqual(200)
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(text.isWellFormed()).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('has no secret, also where that is written in wide letters or cut by marks', () => {
    const secret = `ghp_${'aB3'.repeat(12)}`
    const wide = [...secret].map((c) => (c === '_' ? c : String.fromCodePoint(c.codePointAt(0)! + 0xfee0))).join('')
    for (const text of [`token ${secret} used`, `token ${wide} used`]) expect(questionText(text)).not.toContain(secret)
  })
})
