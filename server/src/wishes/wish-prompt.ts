import type { JSONSchema7 } from '@ai-sdk/provider'
import type { Question } from '../questions/ask-model.js'
import { askedText } from '../questions/asked-text.js'
import { BUDGET_UNITS } from '../store/contracts/budgets.js'
import { MAX_PHRASES, MAX_WANTS, WISH_CLASSES, WISH_EFFECTS } from './wish-draft.js'

export const WISH_PROMPT_VERSION = 1
const MAX_OUTPUT_TOKENS = 1_500
export const MAX_WISH = 1_000

const SYSTEM = `An administrator says in plain words which log lines of a web service to keep more or less of. You turn that into JSON, and judge nothing.
budgets: what may be kept, if a number for it is said, else empty. amount is that number. unit is gb_per_day, usd_per_month or records_per_second. Any other unit or period is not understood.
wants: at most ${MAX_WANTS}. Each names lines by phrases: at most ${MAX_PHRASES} literal pieces of text, of one to four words, that would stand in such lines, in the language of the lines. No patterns, no wildcards.
do: keep_whole (all of them stay), more, less, or least (only a few stay; also for drop, silence, delete).
class: what the lines are, if that is said (security, audit, business, health_check, debug, unknown), else none.
not_understood: each part of the text that is none of this, as it was written: sampling rates, percentages, conditions, times, questions, anything else.
Never guess. What could be meant in two ways is not understood.
Example: "we need every payment failure, and health checks are noise" is {"budgets":[],"wants":[{"phrases":["payment failed","payment declined"],"class":"none","do":"keep_whole"},{"phrases":["health check","healthz"],"class":"none","do":"least"}],"not_understood":[]}
Answer with one JSON object and nothing else.`

const item = (properties: Record<string, JSONSchema7>): JSONSchema7 => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
})
const list = (items: JSONSchema7): JSONSchema7 => ({ type: 'array', items })
const text: JSONSchema7 = { type: 'string' }

/** In the part of JSON Schema that all providers take. */
const SCHEMA = item({
  budgets: list(item({ unit: { type: 'string', enum: [...BUDGET_UNITS] }, amount: { type: 'number' } })),
  wants: list(
    item({
      phrases: list(text),
      class: { type: 'string', enum: [...WISH_CLASSES, 'none'] },
      do: { type: 'string', enum: [...WISH_EFFECTS] },
    }),
  ),
  not_understood: list(text),
})

/** Returns what is asked about a wish. A model sees the text that a person wrote, and nothing else: no line, name or number of ours. */
export function wishQuestion(wish: string): Question {
  return {
    purpose: 'wish',
    promptVersion: WISH_PROMPT_VERSION,
    service: '',
    signatures: [],
    system: SYSTEM,
    user: askedText(wish, MAX_WISH),
    schema: SCHEMA,
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  }
}
