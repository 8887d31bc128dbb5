import { z } from 'zod'
import { answerJson } from '../questions/answer-json.js'
import { MEANINGS, type Verdict } from './meaning.js'
import { idsOf } from './prompt.js'
import { questionText } from './question.js'

const verdict = z.strictObject({ class: z.enum(MEANINGS), sure: z.boolean(), why: z.string() })

/**
 * Returns what a model says of so many lines, in their order; `undefined`: it says anything else than it was asked for. Nobody else
 * enforces that: servers drop schemas in silence.
 */
export function verdictsOf(text: string, many: number): readonly Verdict[] | undefined {
  const ids = idsOf(many)
  const answer = z.strictObject(Object.fromEntries(ids.map((id) => [id, verdict]))).safeParse(answerJson(text))
  if (!answer.success) return undefined
  return ids.map((id) => {
    const { class: meaning, sure, why } = answer.data[id]!
    return { meaning, sure, why: questionText(why) }
  })
}
