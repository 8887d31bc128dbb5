import { z } from 'zod'
import { MEANINGS, type Verdict } from './meaning.js'
import { idsOf } from './prompt.js'
import { questionText } from './question.js'

const MAX_CHARACTERS = 32_768
/** Some models think aloud before, and some put a fence around. */
const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/
const FENCE = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/

const verdict = z.strictObject({ class: z.enum(MEANINGS), sure: z.boolean(), why: z.string() })

/**
 * Returns what a model says of so many lines, in their order; `undefined`: it says anything else than it was asked for. Nobody else
 * enforces that: servers drop schemas in silence.
 */
export function verdictsOf(text: string, many: number): readonly Verdict[] | undefined {
  if (text.length > MAX_CHARACTERS) return undefined
  const bare = text.replace(THOUGHT, '')
  const parsed = parsedJson(FENCE.exec(bare)?.[1] ?? bare)
  const ids = idsOf(many)
  const answer = z.strictObject(Object.fromEntries(ids.map((id) => [id, verdict]))).safeParse(parsed)
  if (!answer.success) return undefined
  return ids.map((id) => {
    const { class: meaning, sure, why } = answer.data[id]!
    return { meaning, sure, why: questionText(why) }
  })
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
