import { array, type FieldCheck, fieldCheck, object, oneOf, refuse, signature } from './field-check.js'
import { ANY_TOKEN } from './merge-rule.js'

/** Names one pattern: id and check. */
export interface PatternName {
  /** Id of the pattern, 16 hex digits. */
  readonly signature: string
  /** Its check, 16 hex digits. */
  readonly check: string
}

/** Templates that differ in one word only and are one pattern, learned from a flood of words. Never of errors: those stay themselves. */
export interface WordFamily {
  /**
   * The template with one `<+>` where the words differ, and at least one other word: `search <+>`. An outcome (`<5xx>`) at its end belongs to
   * it, and is never the word.
   */
  readonly template: string
  /** The family has records of this severity only. */
  readonly severity: 'TRACE' | 'DEBUG' | 'INFO' | 'WARNING'
  /** Patterns that stay themselves, because they were known before the flood. At most 256. */
  readonly exempt?: readonly PatternName[]
}

export const MAX_WORD_FAMILIES = 256
export const MAX_EXEMPT_OF_FAMILY = 256
export const MAX_FAMILY_CHARACTERS = 1_024

const ALLOWED = `a template with one ${ANY_TOKEN} and at least one other word`
const NO_WORDS: ReadonlySet<string> = new Set([ANY_TOKEN, '', '<*>', '<4xx>', '<5xx>', '<failed>'])

const template: FieldCheck<string> = fieldCheck(
  { type: 'string', maxLength: MAX_FAMILY_CHARACTERS, description: ALLOWED, examples: [`search ${ANY_TOKEN}`] },
  (value) =>
    typeof value === 'string' && value.length <= MAX_FAMILY_CHARACTERS && isFamilyTemplate(value.split(' '))
      ? value
      : refuse(ALLOWED, value),
)

function isFamilyTemplate(words: readonly string[]): boolean {
  return words.filter((word) => word === ANY_TOKEN).length === 1 && words.some((word) => !NO_WORDS.has(word))
}

const patternName = object<PatternName>({ signature, check: signature }, ['signature', 'check'])

export const wordFamily: FieldCheck<WordFamily> = object<WordFamily>(
  {
    template,
    severity: oneOf('TRACE', 'DEBUG', 'INFO', 'WARNING'),
    exempt: array(patternName, MAX_EXEMPT_OF_FAMILY),
  },
  ['template', 'severity'],
)
