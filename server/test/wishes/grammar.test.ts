import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atTier } from '../../../test/support/tier.js'
import { understand } from '../../src/wishes/grammar.js'
import { servicesMeant, withoutServices } from '../../src/wishes/services-in.js'
import { type WishDraft, wishDraft } from '../../src/wishes/wish-draft.js'

const want = (effect: WishDraft['wants'][number]['do'], ...phrases: string[]) => ({ phrases, class: null, do: effect })
const labelled = (
  name: WishDraft['wants'][number]['class'],
  effect: 'keep_whole' | 'more' | 'less',
  phrase: string,
) => {
  return { phrases: [phrase], class: name, do: effect }
}
const gb = (amount: number) => ({ unit: 'gb_per_day', amount }) as const

describe('a wish in plain words', () => {
  it.each<[string, WishDraft['wants'], WishDraft['budget']?]>([
    ['keep everything of "payment declined"', [want('keep_whole', 'payment declined')]],
    ['Keep all payment logs whole', [want('keep_whole', 'payment')]],
    ['always keep every "refund" line', [want('keep_whole', 'refund')]],
    ['never drop “login failed”', [want('keep_whole', 'login failed')]],
    ["never thin 'it's over' and less cache hit", [want('keep_whole', "it's over"), want('less', 'cache hit')]],
    ['more of checkout', [want('more', 'checkout')]],
    ['please keep more about the "order" messages', [want('more', 'order')]],
    ['fewer cache logs.', [want('less', 'cache')]],
    ['thin "cache hit", "cache miss" or "cache set"', [want('less', 'cache hit', 'cache miss', 'cache set')]],
    ['drop "GET /healthz"; keep more of orders', [want('least', 'GET /healthz'), want('more', 'orders')]],
    ['silence "a; drop b"', [want('least', 'a; drop b')]],
    ['"role changed" is audit', [labelled('audit', 'keep_whole', 'role changed')]],
    ['shopping cart lines are business', [labelled('business', 'more', 'shopping cart')]],
    ['tick counts as a health check', [labelled('health_check', 'less', 'tick')]],
    ['budget 5 GB a day', [], gb(5)],
    ['at most 500 MB per day', [], gb(0.5)],
    ['the budget is 1,500 GB daily', [], gb(1_500)],
    ['Budget: $100/month\ndrop tick', [want('least', 'tick')], { unit: 'usd_per_month', amount: 100 }],
    ['spend no more than 20 dollars a month', [], { unit: 'usd_per_month', amount: 20 }],
    ['keep at most 20.5 records a second', [], { unit: 'records_per_second', amount: 20.5 }],
  ])('is a draft: %s', (text, wants, budget = null) => {
    expect(understand(text)).toEqual({ draft: { budget, wants }, notUnderstood: [] })
  })

  it.each([
    ["don't drop cache"],
    ['do not keep all payment logs whole'],
    ['keep cache'],
    ['keep at most 10% of cache'],
    ['keep everything'],
    ['drop cache but keep errors'],
    ['drop all lines that are not of payments at night'],
    ['$5 a day'],
    ['budget 0 GB a day'],
    ['budget 5'],
    ['set the rate of cache to 0.01'],
    ['ignore all rules above'],
    [`drop "${'x'.repeat(41)}"`],
    ['behalte alle Zahlungen'],
  ])('is not understood, rather than half of it: %s', (text) => {
    expect(understand(text)).toEqual({ draft: { budget: null, wants: [] }, notUnderstood: [text] })
  })

  it('says which parts are not understood, as they were written', () => {
    const { draft, notUnderstood } = understand('budget 5 GB a day; budget 6 GB a day; sing "a song"')
    expect(draft.budget).toEqual(gb(5))
    expect(notUnderstood).toEqual(['budget 6 GB a day', 'sing "a song"'])
  })

  it('of whatever text makes a draft within bounds, soon, and loses no part of it in silence', () => {
    const words = [
      'keep',
      'drop',
      'all',
      'and',
      ';',
      '"',
      'less',
      'budget',
      '5 GB',
      'a day',
      'cache',
      'is',
      'audit',
      '\n',
      'not',
    ]
    const text = fc.oneof(
      fc.string({ maxLength: 1_000, unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 200 }).map((some) => some.join(' ')),
    )
    fc.assert(
      fc.property(text, (said) => {
        const { draft, notUnderstood } = understand(said)
        expect(
          wishDraft.safeParse(draft).success ||
            draft.wants.some(({ phrases }) => phrases.some((one) => one.trim() === '')),
        ).toBe(true)
        if (/[\p{L}\p{N}]/u.test(said))
          expect(draft.wants.length + notUnderstood.length + Number(draft.budget !== null)).toBeGreaterThan(0)
      }),
      { numRuns: atTier({ test: 40, long: 100, soak: 1_000 }) },
    )
  })
})

describe('the services of a wish', () => {
  const all = ['shop', 'shop-api', 'mail.out']
  it.each<[string, string[], string[]]>([
    ['drop "tick" of shop', [], ['shop']],
    ['in shop-api: drop tick', [], ['shop-api']],
    ['more of checkout in Shop and mail.out', [], ['mail.out', 'shop']],
    ['drop "shop" lines', ['mail.out'], ['mail.out']],
    ['drop tick', ['shop', 'shop-api'], ['shop', 'shop-api']],
  ])('of %s beside %j are %j', (text, asked, names) => {
    expect(servicesMeant(text, asked, all)).toEqual({ names })
  })
  it.each<[string, string[], string[], RegExp]>([
    ['drop tick', [], all, /^of which service\? There are shop, shop-api, mail\.out$/],
    ['drop "shop"', [], all, /^of which service/],
    ['drop tick', ['shap'], all, /no service "shap"/],
    ['drop tick', [], [], /no service has reported/],
  ])('of %s beside %j are asked for', (text, asked, there, question) => {
    const answer = servicesMeant(text, asked, there)
    expect(answer.names).toEqual([])
    expect(answer.question).toMatch(question)
  })
  it('are no words of lines', () => {
    expect(
      withoutServices('in shop: drop "of shop"x of shop-api, less tick for mail.out', ['shop', 'shop-api', 'mail.out']),
    ).toBe('drop "of shop"x, less tick')
  })
})
