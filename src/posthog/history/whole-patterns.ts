import { signatureOfTemplate } from '../../signature/signature.js'
import { type HistoryPattern, REST_TEMPLATE } from './history-hour.js'

/** As many as the server takes of an hour. */
const MAX_PATTERNS = 5_000
const MAX_TEMPLATE_CHARACTERS = 2_000

/** What the server keeps of a pattern: whole counts. */
export interface WholePattern {
  /** 16 hex digits. */
  readonly signature: string
  /** 16 hex digits. */
  readonly check: string
  /** 2,000 characters at most. */
  readonly template: string
  /** What most of its records have. */
  readonly severity: string
  /** As they were before any SDK thinned them. */
  readonly seen: number
  /** As PostHog stored them. */
  readonly kept: number
  /** Of all that was seen. */
  readonly bytes: number
  /** Of those that are stored. */
  readonly keptBytes: number
  /** Of severity error and fatal. */
  readonly errors: number
}

const COUNTS = ['seen', 'kept', 'bytes', 'keptBytes', 'errors'] as const

/** Returns whole counts; patterns beyond 5,000 are one, as all that is counted without a pattern. */
export function wholePatterns(patterns: readonly HistoryPattern[]): WholePattern[] {
  const whole = patterns.map(wholeOf)
  if (whole.length <= MAX_PATTERNS) return whole
  const { id: signature, check } = signatureOfTemplate(REST_TEMPLATE)
  const isRest = (pattern: WholePattern) => pattern.signature === signature && pattern.check === check
  const named = whole.filter((pattern) => !isRest(pattern))
  const rest = [...whole.filter(isRest), ...named.slice(MAX_PATTERNS - 1)]
  const sums = { seen: 0, kept: 0, bytes: 0, keptBytes: 0, errors: 0 }
  for (const pattern of rest) for (const name of COUNTS) sums[name] += pattern[name]
  return [...named.slice(0, MAX_PATTERNS - 1), { signature, check, template: REST_TEMPLATE, severity: 'INFO', ...sums }]
}

const wholeOf = (pattern: HistoryPattern): WholePattern => ({
  signature: pattern.signature,
  check: pattern.check,
  template: pattern.template.slice(0, MAX_TEMPLATE_CHARACTERS) || '(no message)',
  severity: pattern.severity,
  seen: Math.round(pattern.seen),
  kept: Math.min(Math.round(pattern.seen), Math.round(pattern.kept)),
  bytes: Math.round(pattern.bytes),
  keptBytes: Math.round(pattern.keptBytes),
  errors: Math.round(pattern.errors),
})
