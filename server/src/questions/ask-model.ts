import type { JSONSchema7 } from '@ai-sdk/provider'

/** What is asked of a model. Whoever asks checks the answer: nobody else holds a model to the schema. */
export interface Question {
  readonly purpose: 'wish' | 'summary'
  readonly promptVersion: number
  /** That it is about; empty: none of its own. It is not sent. */
  readonly service: string
  /** Of patterns whose templates it shows: with them goes what was asked and answered. */
  readonly signatures: readonly string[]
  readonly system: string
  readonly user: string
  readonly schema: JSONSchema7
  readonly maxOutputTokens: number
}

export type Answered = { readonly kind: 'answered'; readonly text: string; readonly model: string }
export type Reply =
  | Answered
  /** `off`: the team or the server has none. `failed`: it was asked, or might have been, and there is no answer. */
  | { readonly kind: 'off' | 'failed'; readonly why: string }

/**
 * Asks for a team that wants it, within what it may spend; what was answered to the same question is the answer. Never rejects for what a
 * model does.
 */
export type AskModel = (teamId: number, question: Question) => Promise<Reply>

export interface ModelDesk {
  readonly ask: AskModel
  /** Returns what was answered to the same question before, by the model and prompt of now; `undefined`: nothing is kept of it, or the team has none. */
  readonly answered: (teamId: number, question: Question) => Promise<Answered | undefined>
}

export const ASK_NOBODY: AskModel = async () => ({ kind: 'off', why: 'no language model is configured' })
export const NO_MODELS: ModelDesk = { ask: ASK_NOBODY, answered: async () => undefined }
