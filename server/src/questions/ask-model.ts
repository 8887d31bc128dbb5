import type { JSONSchema7 } from '@ai-sdk/provider'

/** What is asked of a model, once. Whoever asks checks the answer: nobody else holds a model to the schema. */
export interface Question {
  readonly purpose: 'wish' | 'summary'
  readonly promptVersion: number
  readonly system: string
  readonly user: string
  readonly schema: JSONSchema7
  readonly maxOutputTokens: number
}

export type Reply =
  | { readonly kind: 'answered'; readonly text: string; readonly model: string }
  /** `off`: the team or the server has none. `failed`: it was asked, or might have been, and there is no answer. */
  | { readonly kind: 'off' | 'failed'; readonly why: string }

/** Asks for a team that wants it, within what it may spend. Never rejects for what a model does. */
export type AskModel = (teamId: number, question: Question) => Promise<Reply>

export const ASK_NOBODY: AskModel = async () => ({ kind: 'off', why: 'no language model is configured' })
