import { ApiProblem } from '../../api/client.js'
import { policyTexts as texts } from '../../texts/policies.js'

/** The server gives these, or they are of the version that a draft starts from. */
const NOT_OF_A_DRAFT = [
  'version',
  'service',
  'team_id',
  'issued_at',
  'expires_at',
  'generated_by',
  'llm_model',
  'reasoning',
  'pattern_checks',
  'incident_until',
]

/** Returns what a draft may start from, as JSON to be edited. */
export const draftOf = (policy: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(policy).filter(([name]) => !NOT_OF_A_DRAFT.includes(name))), null, 2)

/** Reads what was written. Whether it is a policy is the server's to say. @throws ApiProblem that says what is wrong */
export function parsedDraft(text: string, reasoning?: string): Record<string, never> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ApiProblem(422, texts.draftNoJson((error as Error).message))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiProblem(422, texts.draftNoObject)
  return (reasoning === undefined ? value : { ...value, reasoning }) as Record<string, never>
}
