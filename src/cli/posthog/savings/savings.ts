import { allocate } from '../../../allocation/allocate.js'
import { classRow, WARNING_VALUE } from '../../../allocation/class-worth.js'
import type { PatternDemand } from '../../../allocation/pattern-demand.js'
import { shareAmong } from '../../../allocation/share-among.js'
import { classify } from '../../../classes/classify.js'
import type { HistoryHour, HistoryPattern } from '../../../posthog/history/history-hour.js'
import type { Budget } from '../../../sampling/adaptive/budget.js'

const MINUTES = 60
const SECONDS_PER_HOUR = 3_600
const ERRORS = ' errors'

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

/** What a budget would have kept of a history. */
export interface Savings {
  readonly seen: number
  readonly kept: number
  readonly bytesNow: number
  readonly bytesKept: number
  readonly errors: number
  readonly errorsKept: number
  /** Bytes of what is kept whatever the budget is, and what the budget allows. */
  readonly bytesWhole: number
  readonly allowed: number
  /** The largest first, by what they cost now. */
  readonly patterns: readonly PatternSavings[]
}

interface Split {
  readonly pattern: HistoryPattern
  readonly demand: PatternDemand
  readonly errors: boolean
}

/**
 * Returns what a budget would have kept of these hours: the live allocator of the server, hour by hour, each hour with its part of the
 * budget by its volume. Errors are kept whole, those among other records too.
 */
export function savingsOf(hours: readonly HistoryHour[], budget: Budget): Savings {
  const byHour = [...Map.groupBy(hours, ({ hour }) => hour)].toSorted(([a], [b]) => a - b)
  const inRecords = budget.unit === 'records'
  const volumeOf = (some: readonly HistoryHour[]) =>
    some.reduce(
      (sum, { patterns }) => patterns.reduce((all, { seen, bytes }) => all + (inRecords ? seen : bytes), sum),
      0,
    )
  const span = byHour.length === 0 ? 0 : (byHour.at(-1)![0] - byHour[0]![0]) / SECONDS_PER_HOUR + 1
  const allowed = budget.perSecond * SECONDS_PER_HOUR * span
  const volume = Math.max(1e-9, volumeOf(hours))
  const sums = new Map<string, Sum>()
  let bytesWhole = 0
  for (const [, services] of byHour) {
    const perMinute = (allowed * volumeOf(services)) / volume / MINUTES
    const split = services.map(({ patterns }) => patterns.flatMap((pattern) => demandsOf(pattern, inRecords)))
    const shares = shareAmong(
      split.map((own) => own.map(({ demand }) => demand)),
      ({ cost }) => cost,
      perMinute,
      perMinute,
    )
    for (const [i, { service, instances }] of services.entries()) {
      const kept = keptOf(split[i]!, perMinute * shares[i]!, instances)
      for (const { pattern, demand, errors } of split[i]!) {
        const share = kept.get(demand.signature) ?? 1
        const records = demand.perMinute * MINUTES
        const bytes = (records * pattern.bytes) / Math.max(1e-9, pattern.seen)
        sumOf(sums, service, pattern).add(
          pattern,
          errors,
          records * share,
          bytes * share,
          share === 1 ? demand.protection : undefined,
        )
        if (demand.protection === 'errors') bytesWhole += bytes
      }
    }
  }
  const patterns = [...sums.values()].map((sum) => sum.savings()).toSorted((a, b) => b.bytesNow - a.bytesNow)
  const total = (of: (pattern: PatternSavings) => number) => patterns.reduce((sum, pattern) => sum + of(pattern), 0)
  return {
    seen: total(({ seen }) => seen),
    kept: total(({ kept }) => kept),
    bytesNow: total(({ bytesNow }) => bytesNow),
    bytesKept: total(({ bytesKept }) => bytesKept),
    errors: total(({ errors }) => errors),
    errorsKept: total(({ errorsKept }) => errorsKept),
    bytesWhole,
    allowed,
    patterns,
  }
}

/** What a pattern asks for; errors among other records are demands of their own. */
function demandsOf(pattern: HistoryPattern, inRecords: boolean): Split[] {
  const { signature, check, template, severity, seen, errors, bytes } = pattern
  const name = `${signature} ${check}`
  const cost = inRecords ? 1 : Math.max(1, bytes / Math.max(1e-9, seen))
  const demand = (own: string, of: string, records: number): PatternDemand => {
    const { value, protection } = classRow(classify(template, of))
    const isWarning = of === 'WARNING'
    return {
      signature: own,
      perMinute: records / MINUTES,
      cost,
      value: isWarning ? Math.max(value, WARNING_VALUE) : value,
      protection,
      lock: undefined,
      isNews: false,
      inIncident: false,
      isWarning,
      isLabelled: false,
    }
  }
  const others = seen - errors
  return [
    ...(errors > 0 ? [{ pattern, demand: demand(name + ERRORS, 'ERROR', errors), errors: true }] : []),
    ...(others > 0 ? [{ pattern, demand: demand(name, belowError(severity, pattern), others), errors: false }] : []),
  ]
}

/** What most of its other records have. */
function belowError(severity: string, { seenBySeverity }: HistoryPattern): string {
  if (severity !== 'ERROR' && severity !== 'CRITICAL') return severity
  const others = Object.entries(seenBySeverity).filter(([name]) => name !== 'ERROR' && name !== 'CRITICAL')
  return others.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'INFO'
}

function keptOf(split: readonly Split[], perMinute: number, instances: number): ReadonlyMap<string, number> {
  const none = new Map<string, never>()
  return allocate({
    patterns: split.map(({ demand }) => demand),
    alwaysKept: none,
    keptBefore: new Set(),
    locks: none,
    perMinute,
    usualPerMinute: perMinute,
    instances,
    rates: none,
    changes: none,
    how: 'at once',
  }).keptShares
}

function sumOf(sums: Map<string, Sum>, service: string, { signature, check }: HistoryPattern): Sum {
  const key = `${service} ${signature} ${check}`
  let sum = sums.get(key)
  if (sum === undefined) {
    sum = new Sum(service)
    sums.set(key, sum)
  }
  return sum
}

/** A pattern over all hours. */
class Sum {
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
