import type { PatternDemand } from '../../../allocation/pattern-demand.js'
import type { HistoryPattern } from '../../../posthog/history/history-hour.js'

/** What a budget would have kept of a pattern in all hours that were read. */
export interface PatternSavings {
  readonly service: string
  readonly template: string
  readonly severity: string
  /** Records as they were logged. */
  readonly seen: number
  readonly errors: number
  readonly errorsKept: number
  /** As PostHog has them now, in bytes as billed. */
  readonly bytesNow: number
  /** Records and bytes that would be kept. */
  readonly kept: number
  readonly bytesKept: number
  readonly isEstimated: boolean
  /** Of `seen`, where it is of a draw. */
  readonly standardError: number
  /** Why it is kept whole, if it is. */
  readonly whole: 'errors' | 'security' | 'audit' | undefined
}

/** Returns the sum of a pattern, a new one if there is none. */
export function sumOf(sums: Map<string, Sum>, service: string, { signature, check }: HistoryPattern): Sum {
  const key = `${service} ${signature} ${check}`
  let sum = sums.get(key)
  if (sum === undefined) {
    sum = new Sum(service)
    sums.set(key, sum)
  }
  return sum
}

/** A pattern over all hours. */
export class Sum {
  readonly #service: string
  readonly #severities = new Map<string, number>()
  readonly #hours = new Set<HistoryPattern>()
  #template = ''
  #seen = 0
  #errors = 0
  #errorsKept = 0
  #bytesNow = 0
  #kept = 0
  #bytesKept = 0
  #variance = 0
  #isEstimated = false
  #whole: PatternSavings['whole']

  constructor(service: string) {
    this.#service = service
  }

  add(
    pattern: HistoryPattern,
    errors: boolean,
    kept: number,
    bytesKept: number,
    whole: PatternDemand['protection'],
  ): void {
    this.#kept += kept
    if (errors) this.#errorsKept += kept
    this.#bytesKept += bytesKept
    if (whole !== undefined && whole !== 'exempt' && whole !== 'judged' && (!errors || this.#whole === undefined))
      this.#whole = whole
    // Once an hour, although its errors come by themselves.
    if (this.#hours.has(pattern)) return
    this.#hours.add(pattern)
    this.#template = pattern.template
    this.#seen += pattern.seen
    this.#errors += pattern.errors
    this.#bytesNow += pattern.keptBytes
    this.#variance += pattern.variance
    this.#isEstimated ||= pattern.isEstimated
    this.#severities.set(pattern.severity, (this.#severities.get(pattern.severity) ?? 0) + pattern.seen)
  }

  savings(): PatternSavings {
    const isWhole = this.#kept >= this.#seen * 0.999_999
    return {
      service: this.#service,
      template: this.#template,
      severity: [...this.#severities].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'INFO',
      seen: this.#seen,
      errors: this.#errors,
      errorsKept: this.#errorsKept,
      bytesNow: this.#bytesNow,
      kept: this.#kept,
      bytesKept: this.#bytesKept,
      isEstimated: this.#isEstimated,
      standardError: Math.sqrt(this.#variance),
      whole: isWhole ? this.#whole : undefined,
    }
  }
}
