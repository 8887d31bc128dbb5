import { readPatternChecks } from '../../protocol/pattern-checks.js'
import { POLICY_SCHEMA, parsePolicy } from '../../protocol/policy.js'
import { unknownFields } from './unknown-fields.js'

/** What is wrong with a document that should be a policy. */
export interface CheckedDocument {
  /** `undefined`: an SDK refuses it. */
  readonly version: number | undefined
  /** Why an SDK refuses it. */
  readonly refused: readonly string[]
  /** What an SDK takes and makes nothing of. */
  readonly idle: readonly string[]
}

export function checkDocument(document: unknown): CheckedDocument {
  const parsed = parsePolicy(document)
  const unread = unknownFields(document, POLICY_SCHEMA).map(
    ({ path, meant }) => `nobody reads ${path}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  )
  if (!parsed.ok) return { version: undefined, refused: [parsed.problem], idle: unread }
  // Two templates may have one signature: without its check nothing is kept.
  const unkept = readPatternChecks(parsed.value).keep.indexOf(undefined)
  const kept = unkept < 0 ? [] : [`keep_patterns[${unkept}] keeps nothing: pattern_checks has no check of it`]
  return { version: parsed.value.version, refused: [], idle: [...unread, ...kept] }
}
