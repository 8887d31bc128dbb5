import { DROP_REASONS, type DropReason, KEEP_REASONS, type KeepReason } from '../protocol/reasons.js'
import type { DeliveredCount, ErrorCount } from '../protocol/stats-report.js'
import { SEVERITIES, type Severity, severityIndexOf } from '../record/severity.js'
import type { SamplingDecision } from '../sampling/decision.js'

/** Records of one severity. `seen = kept + dropped`, exactly. */
export interface SeverityCounts {
  /** Records that were logged. */
  readonly seen: number
  /** Records that were kept. */
  readonly kept: number
  /** Records that were dropped, for whatever reason. */
  readonly dropped: number
}

const KEEP_INDEX = indexOfNames(KEEP_REASONS)
const DROP_INDEX = indexOfNames(DROP_REASONS)

const ADAPTIVE = DROP_INDEX.adaptive

/**
 * Process-wide exact counters. Law: `seen = kept + Σ dropped{reason}`, here and for each severity and pattern. They never
 * fall. A snapshot allocates, counting does not.
 */
export class Counters {
  #kept = new Float64Array(KEEP_REASONS.length)
  #dropped = new Float64Array(DROP_REASONS.length)
  #seenBySeverity = new Float64Array(SEVERITIES.length)
  #keptBySeverity = new Float64Array(SEVERITIES.length)

  #errorsSeen = 0
  #errorsKept = 0
  #shadowDropped = 0
  #shadowDroppedBytes = 0

  /** @param isError it is of ERROR or above, or has an Error */
  count(decision: SamplingDecision, severityNumber: number, isError = false): void {
    const severity = severityIndexOf(severityNumber)
    if (isError) {
      this.#errorsSeen++
      if (decision.keep) this.#errorsKept++
    }
    this.#seenBySeverity[severity]!++
    if (decision.keep) {
      this.#keptBySeverity[severity]!++
      this.#kept[KEEP_INDEX[decision.reason]]!++
    } else {
      this.#dropped[DROP_INDEX[decision.reason]]!++
    }
  }

  /** Counts records that were dropped by the draw, all of one severity. */
  countDrops(records: number, severityNumber: number): void {
    this.#seenBySeverity[severityIndexOf(severityNumber)]! += records
    this.#dropped[ADAPTIVE]! += records
  }

  /** Shadow mode has kept a record that would have been dropped. */
  countShadowDropped(bytes: number): void {
    this.#shadowDropped++
    this.#shadowDroppedBytes += bytes
  }

  errors(): ErrorCount {
    return { seen: this.#errorsSeen, kept: this.#errorsKept }
  }

  /** Records that shadow mode has kept and would have dropped, and their bytes as far as they were known then. */
  shadowDropped(): Required<DeliveredCount> {
    return { records: this.#shadowDropped, bytes: Math.round(this.#shadowDroppedBytes) }
  }

  get seen(): number {
    return sum(this.#seenBySeverity)
  }

  get kept(): number {
    return sum(this.#kept)
  }

  keptByReason(): Record<KeepReason, number> {
    return byName(KEEP_REASONS, this.#kept)
  }

  droppedByReason(): Record<DropReason, number> {
    return byName(DROP_REASONS, this.#dropped)
  }

  bySeverity(): Record<Severity, SeverityCounts> {
    const of = (severity: Severity, i: number): [Severity, SeverityCounts] => {
      const seen = this.#seenBySeverity[i]!
      const kept = this.#keptBySeverity[i]!
      return [severity, { seen, kept, dropped: seen - kept }]
    }
    return Object.fromEntries(SEVERITIES.map(of)) as Record<Severity, SeverityCounts>
  }
}

function sum(counts: Float64Array): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

function byName<Name extends string>(names: readonly Name[], counts: Float64Array): Record<Name, number> {
  return Object.fromEntries(names.map((name, i) => [name, counts[i]!])) as Record<Name, number>
}

function indexOfNames<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, i) => [name, i])) as Record<Name, number>
}
