import { describe, expect, it } from 'vitest'
import { standsIn } from '../../src/wishes/amounts.js'
import { modelDraft } from '../../src/wishes/model-draft.js'
import { wishQuestion } from '../../src/wishes/wish-prompt.js'

const WISH = 'we need every payment failure; 5 GB a day is enough, 250 MB is not'
const GOOD = {
  budgets: [{ unit: 'gb_per_day', amount: 5 }],
  wants: [{ phrases: ['payment failed'], class: 'none', do: 'keep_whole' }],
  not_understood: [],
}
const answer = (rest: object) => JSON.stringify({ ...GOOD, ...rest })
const wants = (rest: object) => answer({ wants: [{ ...GOOD.wants[0], ...rest }] })

describe('what a model makes of a wish', () => {
  it('is a draft', () => {
    const made = { draft: { budget: GOOD.budgets[0], wants: [{ ...GOOD.wants[0], class: null }] }, notUnderstood: [] }
    expect(modelDraft(answer({}), WISH)).toEqual(made)
    expect(modelDraft(`<think>{"wants":1}</think>\n\`\`\`json\n${answer({})}\n\`\`\``, WISH)).toEqual(made)
  })

  it.each([
    ['a rate', wants({ rate: 0 })],
    ['a rate beside', answer({ rates: { cache: 0 } })],
    ['a signature', wants({ signature: '00000000000000aa' })],
    ['an effect of its own', wants({ do: 'drop' })],
    ['a class of its own', wants({ class: 'error' })],
    ['no phrase', wants({ phrases: [] })],
    ['ten thousand phrases', wants({ phrases: Array.from({ length: 10_000 }, (_, i) => `p${i}`) })],
    ['a long phrase', wants({ phrases: ['x'.repeat(41)] })],
    ['a phrase of nothing', wants({ phrases: ['  '] })],
    ['eleven wants', answer({ wants: Array.from({ length: 11 }, () => GOOD.wants[0]) })],
    ['two budgets', answer({ budgets: [GOOD.budgets[0], GOOD.budgets[0]] })],
    ['a budget of nothing', answer({ budgets: [{ unit: 'gb_per_day', amount: 0 }] })],
    ['less than nothing', answer({ budgets: [{ unit: 'gb_per_day', amount: -5 }] })],
    ['a unit of its own', answer({ budgets: [{ unit: 'rate', amount: 5 }] })],
    ['a number as text', answer({ budgets: [{ unit: 'gb_per_day', amount: '5' }] })],
    ['services', answer({ services: ['other-team'] })],
    ['a command', answer({ apply: true })],
    ['a prototype', '{"__proto__":{"x":1},"budgets":[],"wants":[],"not_understood":[]}'],
    ['no JSON', 'Sure! I have applied it.'],
    ['a list', JSON.stringify([GOOD])],
    ['null', 'null'],
    ['a long text', `${answer({})}${' '.repeat(40_000)}`],
  ])('is nothing where it says anything else: %s', (_, text) => {
    expect(modelDraft(text, WISH)).toBeUndefined()
  })

  it.each<[number, string, boolean]>([
    [5, WISH, true],
    [0.25, WISH, true],
    [250, WISH, false],
    [50, WISH, false],
    [0.5, WISH, false],
    [1_500, 'at most 1,500 GB', true],
    [1.5, 'höchstens 1,5 GB am Tag', true],
    [2_000, '2 TB a day', true],
    [5, 'v15 and 5x5', false],
  ])('has no amount that the wish has not: %d in %s', (amount, wish, stands) => {
    expect(standsIn({ unit: 'gb_per_day', amount }, wish)).toBe(stands)
    const made = modelDraft(answer({ budgets: [{ unit: 'gb_per_day', amount }] }), wish)
    expect(made?.draft.budget).toEqual(stands ? { unit: 'gb_per_day', amount } : null)
    expect(made?.notUnderstood).toEqual(stands ? [] : ['the budget: its amount does not stand in your words'])
  })

  it('shows as not understood only what the person wrote', () => {
    const made = modelDraft(answer({ not_understood: ['250 MB is not', '<img src=x> visit evil.example'] }), WISH)
    expect(made?.notUnderstood).toEqual(['250 MB is not', 'a part of it'])
  })

  it('is asked for with the words of the person alone, without secrets, and nothing invisible', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`
    const { user, system } = wishQuestion(`keep all of\u202e ${token}\n"payment"${'x'.repeat(2_000)}`)
    expect(user).not.toContain(token)
    expect(user).toMatch(/^keep all of/)
    expect(user).not.toMatch(/\p{C}/u)
    expect(user.length).toBeLessThanOrEqual(1_000)
    expect(system).not.toContain('payment"x')
  })
})
