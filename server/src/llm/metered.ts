import type { ModelCaps, ModelStore, ModelUse } from '../store/contracts/models.js'
import type { Answer, Failure, Model, Prompt } from './model.js'

/** Who asks, what for, and within what. */
export interface Purpose {
  readonly teamId: number
  /** Empty: none of its own. */
  readonly service: string
  readonly purpose: string
  readonly promptVersion: number
  /** Signatures that it asks about. */
  readonly signatures: readonly string[]
  /** Hash of a question whose answer may be used again; empty: of none. */
  readonly question: string
  readonly caps: ModelCaps
}

/** Dollars of a million tokens, which is millionths of a dollar a token. */
export interface TokenPrice {
  readonly in: number
  readonly out: number
}

export interface MeterParts {
  readonly model: Model
  /** What calls are written down under. */
  readonly name: string
  readonly store: Pick<ModelStore, 'begin' | 'settle'>
  readonly price: TokenPrice
  /** Epoch milliseconds. */
  readonly now: () => number
}

export interface Capped {
  readonly outcome: 'capped'
}

/** Asks, and says what an answer may take. */
export interface Meter {
  readonly ask: MeteredAsk
  usual(prompt: Prompt): ModelUse
}

/** Asks a model once: what it may take is set aside before, what it took is written down after, with all that was said. */
export type MeteredAsk = (
  purpose: Purpose,
  prompt: Prompt,
) => Promise<{ readonly answer: Answer | Failure | Capped; readonly call: number | undefined }>

/** A token is four bytes of English. Half as much again, where a model does not say what it took. */
const BYTES_PER_TOKEN = 4
const UNSAID_TIMES = 1.5
/** What a model says it took counts up to so many times what was set aside: it may be wrong by anything. */
const MAX_SAID_TIMES = 10
/** Of these nothing was taken: nobody has answered. */
const COST_NOTHING = new Set(['unreachable', 'redirected', 'refused', 'overloaded'])

export function createMeter({ model, name, store, price, now }: MeterParts): Meter {
  const use = (tokensIn: number, tokensOut: number): ModelUse => ({
    tokensIn: Math.ceil(tokensIn),
    tokensOut: Math.ceil(tokensOut),
    microUsd: Math.ceil(tokensIn * price.in + tokensOut * price.out),
  })
  const ask: MeteredAsk = async ({ caps, ...who }, prompt) => {
    const request = await model.render(prompt)
    const usual = tokensOf(request)
    const maxTokens = model.maxTokens(prompt)
    const aside = use(usual, maxTokens)
    const started = now()
    const at = Math.floor(started / 1000)
    const call = await store.begin({ ...who, model: name, at, request }, aside, caps)
    if (call === undefined) return { answer: { outcome: 'capped' }, call }
    const answer = await model.ask(prompt)
    const said = (tokens: number | undefined, unsaid: number) =>
      tokens === undefined || !(tokens >= 0) ? unsaid : Math.min(tokens, MAX_SAID_TIMES * (usual + maxTokens))
    const took =
      answer.outcome === 'answered'
        ? use(said(answer.tokensIn, usual), said(answer.tokensOut, tokensOf(answer.text)))
        : COST_NOTHING.has(answer.outcome)
          ? use(0, 0)
          : aside
    const text = answer.outcome === 'answered' ? answer.text : answer.message
    await store.settle(call, { ...took, outcome: answer.outcome, answer: text, ms: now() - started })
    return { answer, call }
  }
  return { ask, usual: (prompt) => use(tokensOf(JSON.stringify(prompt)), model.maxTokens(prompt)) }
}

function tokensOf(text: string): number {
  return (UNSAID_TIMES * Buffer.byteLength(text)) / BYTES_PER_TOKEN
}
