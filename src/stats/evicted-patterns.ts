import type { PatternReport } from '../protocol/stats-report.js'
import { SEVERITIES } from '../record/severity.js'
import { NO_SIGNATURE } from '../sampling/decision.js'
import type { PatternEntry } from './pattern-entry.js'

/** Signature in reports of all evicted patterns together. */
export const OTHER_SIGNATURE = NO_SIGNATURE

/** Counts of patterns that were evicted from the table: their totals stay exact, together. */
export class EvictedPatterns {
  /** Patterns evicted so far. */
  count = 0
  seen = 0
  kept = 0
  bytesSeen = 0
  bytesSpared = 0
  #unreported: PatternReport | undefined

  add(entry: PatternEntry): void {
    this.count++
    this.seen += entry.seen
    this.kept += entry.kept
    this.bytesSeen += Math.round(entry.size.bytes)
    this.bytesSpared += Math.round(entry.size.sparedBytes)
    const report = entry.take()
    if (report !== undefined) this.putBack(report)
  }

  /** Takes what they had not reported yet, as one pattern. */
  take(): PatternReport[] {
    const reports = this.#unreported === undefined ? [] : [this.#unreported]
    this.#unreported = undefined
    return reports
  }

  putBack(report: PatternReport): void {
    this.#unreported = sumOf(this.#unreported, report)
  }
}

function sumOf(other: PatternReport | undefined, report: PatternReport): PatternReport {
  const severities = { ...other?.severity_distribution }
  for (const severity of SEVERITIES) {
    const count = report.severity_distribution?.[severity]
    if (count !== undefined) severities[severity] = (severities[severity] ?? 0) + count
  }
  return {
    signature: OTHER_SIGNATURE,
    count: (other?.count ?? 0) + report.count,
    sampled_count: (other?.sampled_count ?? 0) + report.sampled_count,
    first_seen: Math.min(other?.first_seen ?? Number.POSITIVE_INFINITY, report.first_seen),
    last_seen: Math.max(other?.last_seen ?? 0, report.last_seen),
    severity_distribution: severities,
    bytes: (other?.bytes ?? 0) + (report.bytes ?? 0),
    sampled_bytes: (other?.sampled_bytes ?? 0) + (report.sampled_bytes ?? 0),
  }
}
