import type { Policy } from 'lipservice/protocol'
import type { StoredPolicy } from '../store/contracts/policies.js'
import { namedBy, type PatternName, patternName } from '../store/store.js'
import { forecastOf } from './forecast.js'
import { byPattern, policyPatterns } from './policy-patterns.js'

/** What decides of a pattern under a policy. */
export const PATTERN_WHYS = [
  'error',
  'exempt',
  'security',
  'audit',
  'judged',
  'novel',
  'incident',
  'locked',
  'thinned',
  'free',
] as const
export type PatternWhy = (typeof PATTERN_WHYS)[number]

/** Letters of the reasons to be kept whole, as a forecast has them. */
export const WHY_LETTERS = {
  exempt: 'x',
  security: 's',
  audit: 'a',
  judged: 'j',
  novel: 'n',
  incident: 'i',
} as const satisfies Partial<Record<PatternWhy, string>>
const WHY_OF_LETTER = new Map<string, PatternWhy>(
  Object.entries(WHY_LETTERS).map(([why, letter]) => [letter, why as PatternWhy]),
)

/** What a policy makes of one pattern. */
export interface PatternPlan {
  readonly why: PatternWhy
  /** Of a record when a budget is divided; 1 is usual. */
  readonly value: number
  /** Upper bound of the probability that a record is kept, 0–1. */
  readonly ceiling: number
  readonly keptWhole: boolean
}

/** What has to be known of a pattern for it. */
export interface PlannedPattern extends PatternName {
  readonly class: string
  readonly severity: string
}

/**
 * Returns what a policy makes of a pattern. It is read from the document, which has rates, values and what is kept; only why
 * something is kept stands beside it, a letter a pattern. So it is no second truth, and costs no more to store.
 *
 * @param policy `undefined`: there is none, SDKs adapt by themselves
 * @example
 * patternPlansOf(active)({ signature: '9f86d081884c7d65', check: '', class: 'security', severity: 'INFO' })
 * // → { why: 'security', value: 1, ceiling: 1, keptWhole: true }
 */
export function patternPlansOf(policy: StoredPolicy | undefined): (pattern: PlannedPattern) => PatternPlan {
  if (policy === undefined) return (pattern) => withoutRates(pattern, 1)
  const document = JSON.parse(policy.document) as Policy
  const { kept_for: letters = '', locked = [] } = forecastOf(policy)
  const said = policyPatterns(document)
  const whys = new Map<string, PatternWhy>()
  for (const [i, name] of byPattern(document, () => '').kept.entries()) {
    const why = WHY_OF_LETTER.get(letters[i] ?? '')
    if (why === undefined) continue
    whys.set(name, why)
    // Of older SDKs only the signature is known.
    whys.set(namedBy(name).signature, why)
  }
  const fixed = new Set(locked)
  const bySeverity = (document.severity_rates ?? {}) as Readonly<Record<string, number>>
  return (pattern) => {
    const value = said.valueOf(pattern)
    if (pattern.class === 'error') return withoutRates(pattern, value)
    if (said.keepsWhole(pattern)) {
      const why = whys.get(patternName(pattern)) ?? whys.get(pattern.signature) ?? whyByClass(pattern.class)
      return { why, value, ceiling: 1, keptWhole: true }
    }
    const ceiling = said.rateOf(pattern) ?? bySeverity[pattern.severity] ?? document.global_rate ?? 1
    if (fixed.has(patternName(pattern)) || fixed.has(pattern.signature))
      return { why: 'locked', value, ceiling, keptWhole: false }
    return { why: ceiling < 1 ? 'thinned' : 'free', value, ceiling, keptWhole: false }
  }
}

function withoutRates({ class: name }: PlannedPattern, value: number): PatternPlan {
  const isError = name === 'error'
  return { why: isError ? 'error' : 'free', value, ceiling: 1, keptWhole: isError }
}

/** Of policies of people: they say what, not why. */
function whyByClass(name: string): PatternWhy {
  return name === 'security' || name === 'audit' ? name : 'exempt'
}
