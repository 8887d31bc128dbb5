import type { AskModel } from '../questions/ask-model.js'
import { understand } from './grammar.js'
import { modelDraft } from './model-draft.js'
import { withoutServices } from './services-in.js'
import type { WishDraft } from './wish-draft.js'
import { wishQuestion } from './wish-prompt.js'

const FORMS = 'say it like: keep everything of "payment declined"; less "cache hit"; budget 5 GB a day'

export interface ReadWish {
  readonly readBy: 'person' | 'grammar' | 'model'
  readonly model: string | undefined
  readonly draft: WishDraft
  readonly notUnderstood: readonly string[]
  readonly questions: readonly string[]
}

interface Words {
  readonly text: string
  readonly draft: WishDraft | undefined
}

/** Makes a draft of words: by a few plain forms, and where they are others by a model, if the team has one. */
export async function readWish(
  teamId: number,
  { text, draft }: Words,
  services: readonly string[],
  ask: AskModel,
): Promise<ReadWish> {
  if (draft !== undefined) return { readBy: 'person', model: undefined, draft, notUnderstood: [], questions: [] }
  const plain = understand(withoutServices(text, services))
  const byGrammar = { readBy: 'grammar', model: undefined, ...plain } as const
  if (plain.notUnderstood.length === 0) return { ...byGrammar, questions: [] }
  const reply = await ask(teamId, wishQuestion(text))
  if (reply.kind !== 'answered') {
    const why = reply.kind === 'failed' ? ` (${reply.why})` : ''
    return { ...byGrammar, questions: [`${asked(plain.notUnderstood)}${why}: ${FORMS}`] }
  }
  const said = modelDraft(reply.text, text)
  if (said === undefined)
    return { ...byGrammar, questions: [`the answer of ${reply.model} is none that was asked for: ${FORMS}`] }
  const questions = said.notUnderstood.length === 0 ? [] : [`${asked(said.notUnderstood)}: what is meant?`]
  return { readBy: 'model', model: reply.model, ...said, questions }
}

function asked(parts: readonly string[]): string {
  return `not understood: ${parts.map((part) => `"${part}"`).join(', ')}`
}
