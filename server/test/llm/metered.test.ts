import { describe, expect, it } from 'vitest'
import { createMeter, type Purpose } from '../../src/llm/metered.js'
import type { Answer, Failure, Model } from '../../src/llm/model.js'
import type { ModelUse } from '../../src/store/contracts/models.js'

const REQUEST = 'x'.repeat(4_000)
/** A token is four bytes, and half as much again is counted where nobody says. */
const USUAL_IN = 1_500
const MAX_OUT = 800
const PROMPT = { system: '', user: '', schema: {}, maxOutputTokens: MAX_OUT }
const PRICE = { in: 0.1, out: 0.5 }
const PURPOSE = { teamId: 1, service: 's', purpose: 'meaning', promptVersion: 1, signatures: [], question: '' }
const CAPS = { tokensPerDay: 1, microUsdPerDay: 1, microUsdPerMonth: 1 }

/** What is set aside, and what is written down after, of one call. */
async function callOf(answer: Partial<Answer> | Pick<Failure, 'outcome'>, mayBegin = true) {
  const aside: ModelUse[] = []
  const took: (ModelUse & { outcome: string; answer: string })[] = []
  let asked = 0
  const model: Model = {
    name: 'm',
    render: async () => REQUEST,
    maxTokens: ({ maxOutputTokens }) => 2 * maxOutputTokens,
    ask: async () => {
      asked++
      const said = { text: 'y'.repeat(400), tokensIn: undefined, tokensOut: undefined }
      if (answer.outcome !== undefined && answer.outcome !== 'answered')
        return { outcome: answer.outcome, message: 'no', status: undefined }
      return { outcome: 'answered', ...said, ...answer } as Answer
    },
    abandon: () => {},
    close: async () => {},
  }
  const store = {
    begin: async (_: unknown, use: ModelUse) => {
      aside.push(use)
      return mayBegin ? 7 : undefined
    },
    settle: async (_: number, end: (typeof took)[number]) => void took.push(end),
  }
  const { ask } = createMeter({ model, name: 'm', store, price: PRICE, now: () => 0 })
  const result = await ask({ ...PURPOSE, caps: CAPS } as Purpose, PROMPT)
  return { aside: aside[0]!, took: took[0], asked, result }
}

describe('what a call takes', () => {
  it('is set aside before: the request, and all that an answer may have, with what is thought', async () => {
    const { aside } = await callOf({})
    expect(aside).toEqual({ tokensIn: USUAL_IN, tokensOut: 2 * MAX_OUT, microUsd: 950 })
  })

  it('is nothing where a cap has no room: it is not sent', async () => {
    const { asked, took, result } = await callOf({}, false)
    expect([asked, took, result]).toEqual([0, undefined, { answer: { outcome: 'capped' }, call: undefined }])
  })

  it.each<[string, Partial<Answer> | Pick<Failure, 'outcome'>, number, number]>([
    ['what the model says', { tokensIn: 70, tokensOut: 30 }, 70, 30],
    ['what it likely is, and half as much again, where it says nothing', {}, USUAL_IN, 150],
    ['that, too, where it says what cannot be', { tokensIn: -5, tokensOut: Number.NaN }, USUAL_IN, 150],
    ['ten times what was set aside at most, whatever it says', { tokensIn: 1e15, tokensOut: 1e15 }, 31_000, 31_000],
    ['nothing where nobody was reached', { outcome: 'unreachable' }, 0, 0],
    ['nothing where it was refused', { outcome: 'refused' }, 0, 0],
    ['nothing where it was overloaded', { outcome: 'overloaded' }, 0, 0],
    ['nothing where it was sent elsewhere', { outcome: 'redirected' }, 0, 0],
    ['all that was set aside where it may have worked for nothing', { outcome: 'timeout' }, USUAL_IN, 2 * MAX_OUT],
    ['the same where it was cut off', { outcome: 'cut-off' }, USUAL_IN, 2 * MAX_OUT],
    ['the same where it is none', { outcome: 'malformed' }, USUAL_IN, 2 * MAX_OUT],
  ])('is %s', async (_, answer, tokensIn, tokensOut) => {
    const { took } = await callOf(answer)
    expect(took).toMatchObject({
      tokensIn,
      tokensOut,
      microUsd: Math.ceil(PRICE.in * tokensIn + PRICE.out * tokensOut),
      outcome: answer.outcome ?? 'answered',
    })
  })
})
