import { SEVERITIES, type Severity, severityIndexOf } from '../log-record.js'
import type { PatternReport } from '../protocol/stats-report.js'
import type { SamplingDecision } from '../sampling/decision.js'
import { absorbSampling, type PatternSampling } from '../sampling/pattern-sampling.js'
import { SizeCalibration } from './size-calibration.js'

/** Everything known of one pattern: what the sampler remembers, exact totals, and what the next report will carry. */
export class PatternEntry {
  readonly signature: string
  readonly template: string
  readonly sampling: PatternSampling
  readonly size = new SizeCalibration()
  seen = 0
  kept = 0
  #bySeverity = new Float64Array(SEVERITIES.length)
  #firstSeen = 0
  #lastSeen = 0
  #reported = { seen: 0, kept: 0, bytes: 0, keptBytes: 0 }

  constructor(signature: string, template: string, sampling: PatternSampling) {
    this.signature = signature
    this.template = template
    this.sampling = sampling
  }

  count(decision: SamplingDecision, severityNumber: number, estimatedBytes: number, nowMillis: number): void {
    if (this.seen === this.#reported.seen) this.#firstSeen = nowMillis
    this.#lastSeen = nowMillis
    this.seen++
    if (decision.keep) this.kept++
    this.#bySeverity[severityIndexOf(severityNumber)]!++
    this.size.seen(estimatedBytes, decision.keep)
  }

  encoded(estimatedBytes: number, bytes: number): void {
    this.size.encoded(estimatedBytes, bytes)
    this.sampling.meanBytes = this.size.bytes / this.seen
  }

  /** Takes over what is known of a pattern that is one with this now. */
  absorb(other: PatternEntry, now: number): void {
    const unreported = this.seen > this.#reported.seen
    const othersUnreported = other.seen > other.#reported.seen
    if (othersUnreported) {
      this.#firstSeen = unreported ? Math.min(this.#firstSeen, other.#firstSeen) : other.#firstSeen
      this.#lastSeen = unreported ? Math.max(this.#lastSeen, other.#lastSeen) : other.#lastSeen
    }
    this.seen += other.seen
    this.kept += other.kept
    this.size.absorb(other.size)
    this.#bySeverity.forEach((_, i) => {
      this.#bySeverity[i]! += other.#bySeverity[i]!
    })
    this.#reported.seen += other.#reported.seen
    this.#reported.kept += other.#reported.kept
    this.#reported.bytes += other.#reported.bytes
    this.#reported.keptBytes += other.#reported.keptBytes
    absorbSampling(this.sampling, other.sampling, now)
    this.sampling.meanBytes = this.seen > 0 ? this.size.bytes / this.seen : 0
  }

  /** What happened since the last take, or `undefined` if nothing did. */
  take(): PatternReport | undefined {
    const reported = this.#reported
    const count = this.seen - reported.seen
    if (count === 0) return undefined
    // Sizes are estimates that later encodings correct: a delta may lag but is never negative.
    const bytes = Math.max(reported.bytes, Math.round(this.size.bytes))
    const keptBytes = Math.max(reported.keptBytes, Math.round(this.size.keptBytes))
    const report: PatternReport = {
      signature: this.signature,
      template: this.template,
      count,
      sampled_count: this.kept - reported.kept,
      first_seen: this.#firstSeen / 1000,
      last_seen: this.#lastSeen / 1000,
      severity_distribution: distribution(this.#bySeverity),
      bytes: bytes - reported.bytes,
      sampled_bytes: keptBytes - reported.keptBytes,
    }
    this.#reported = { seen: this.seen, kept: this.kept, bytes, keptBytes }
    this.#bySeverity = new Float64Array(SEVERITIES.length)
    return report
  }

  /** Undoes a take whose report was never accepted. */
  putBack(report: PatternReport): void {
    const unreported = this.seen > this.#reported.seen
    const [first, last] = [report.first_seen * 1000, report.last_seen * 1000]
    // A merged pattern gets a report back for each of its parts.
    this.#firstSeen = unreported ? Math.min(this.#firstSeen, first) : first
    this.#lastSeen = unreported ? Math.max(this.#lastSeen, last) : last
    this.#reported.seen -= report.count
    this.#reported.kept -= report.sampled_count
    this.#reported.bytes -= report.bytes ?? 0
    this.#reported.keptBytes -= report.sampled_bytes ?? 0
    SEVERITIES.forEach((severity, i) => {
      this.#bySeverity[i]! += report.severity_distribution?.[severity] ?? 0
    })
  }
}

function distribution(bySeverity: Float64Array): Partial<Record<Severity, number>> {
  const result: Partial<Record<Severity, number>> = {}
  SEVERITIES.forEach((severity, i) => {
    if (bySeverity[i]! > 0) result[severity] = bySeverity[i]!
  })
  return result
}
