import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedText, MAX_SUMMARY } from '../../src/summaries/checked-text.js'
import { type Facts, quoted } from '../../src/summaries/facts.js'
import { summaryQuestion } from '../../src/summaries/summary-prompt.js'
import { MARKUP_PAYLOADS } from '../support/markup-payloads.js'

const FACTS: Facts = {
  version: 12,
  budget: '5 GB a day',
  logged_a_minute: '1,200 records',
  made_at: '2026-11-27 10:05 UTC',
  thinned_most: [{ ...quoted('GET /v2/users/<*> 504 in 77 ms'), kept_at_most: '0.25 %' }],
  findings: 2,
}
const said = (text: string) => checkedText(JSON.stringify({ text }), FACTS)

describe('what a model says of facts', () => {
  it.each([
    'Version 12 keeps to 5 GB a day.',
    'Of 1,200 records a minute, 1200 in other digits, few stay.',
    'It was made at 10:05 on 2026-11-27, at 0.25 % at most.',
    "'GET /v2/users/<*> 504 in 77 ms' is thinned most.",
    'Two findings; one of them is new.',
    'Nothing is told in numbers.',
  ])('is shown where each number stands in them: %s', (text) => {
    expect(said(text)).toBe(text)
  })

  it.each([
    ['another number', 'Version 13 keeps to 5 GB a day.'],
    ['a part of one', 'It keeps 25 % at most.'],
    ['a rounded one', 'It keeps 0.3 % at most.'],
    ['one of a template, for anything else', 'It dropped 504 records.'],
    ['one of a template that is half quoted', "'GET /v2/users/<*> 504' is thinned."],
    ['one in words', 'Three findings were made.'],
    ['a large one in words', 'It dropped twenty thousand records.'],
    ['a ratio', 'It costs half as much.'],
    ['a factor', 'Errors doubled.'],
    ['a sign that is a number', 'It keeps ½ of it, or ² of it.'],
    ['digits of others', 'It keeps ٣ of it.'],
    ['numbers that are joined', 'It keeps 125.'],
    ['an address', 'See https://evil.example for more.'],
    ['a link', 'See [this](evil) for more.'],
    ['a mark of a page', 'See <img src=x onerror=alert()>.'],
    ['a name to call', 'Ask @admin.'],
    ['what turns a text around', 'It is \u202efine.'],
    ['nothing', '  '],
    ['a long text', 'a'.repeat(MAX_SUMMARY + 1)],
  ])('is not where it has %s', (_, text) => {
    expect(said(text)).toBeUndefined()
  })

  it.each([
    'It is fine.',
    '{"text":5}',
    '{"text":"It is fine.","version":12}',
    '{"summary":"It is fine."}',
    '[]',
    'null',
    '',
  ])('is not where it is of another shape: %s', (answer) => {
    expect(checkedText(answer, FACTS)).toBeUndefined()
  })

  it('is not where a page, or Markdown, would make something of it; what is left is the text as it was said', () => {
    expect(MARKUP_PAYLOADS.length).toBeGreaterThanOrEqual(500)
    const shown = MARKUP_PAYLOADS.map((payload) => [`It is fine. ${payload}`, said(`It is fine. ${payload}`)] as const)
    for (const [text, found] of shown) {
      if (found === undefined) continue
      expect(found).toBe(text.replaceAll(/\s+/g, ' ').trim())
      expect(found).not.toMatch(/<[a-z/!]|\]\s*\(|:\/\/|```|^#|\p{Cc}/iu)
    }
    // It refuses neither all nor little of them.
    const many = shown.filter(([, found]) => found !== undefined).length
    expect(many).toBeGreaterThan(20)
    expect(many).toBeLessThan(0.25 * shown.length)
  })

  it('has no number that the facts have not, whatever it says', () => {
    const number = fc.oneof(
      fc.nat(),
      fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => Number(value.toFixed(3))),
    )
    const known = new Set([12, 5, 1_200, 2026, 11, 27, 10, 5, 0.25, 2])
    fc.assert(
      fc.property(number, fc.constantFrom('It keeps # of it.', '#', 'v#', 'a#b, and 12', '#%'), (value, text) => {
        const shown = said(text.replace('#', String(value)))
        if (!known.has(value)) expect(shown).toBeUndefined()
      }),
    )
  })

  it('is asked for without what is invisible in a template, and without secrets', () => {
    const secret = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`
    const facts = { ...FACTS, thinned_most: [quoted(`say\u202e "hello"\n${secret} ${'x'.repeat(500)}`)] }
    const { user, signatures, service } = summaryQuestion(facts, 'shop', ['a'.repeat(16)])
    expect(user).not.toContain(secret)
    expect(user).not.toMatch(/[\p{Cf}\p{Cc}]/u)
    expect(JSON.parse(user)).toMatchObject({ version: 12 })
    expect([service, signatures.length]).toEqual(['shop', 1])
    expect(user).not.toContain('shop')
  })
})
