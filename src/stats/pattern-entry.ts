import { ZERO } from '../internal/fraction.js'
import type { PatternReport } from '../protocol/stats-report.js'
import { SEVERITIES, type Severity, severityIndexOf } from '../record/severity.js'
import { redactTemplate } from '../redaction/redact-template.js'
import type { SamplingDecision } from '../sampling/decision.js'
import type { Lease, LeaseHolder } from '../sampling/lease.js'
import type { PatternSampling } from '../sampling/pattern-sampling.js'
import type { Signature } from '../signature/signature.js'
import { SizeCalibration } from './size-calibration.js'

const WARN_SEVERITY = 13
/** How many records below WARN a warning counts for, when it is decided which pattern leaves a full table. */
const WARNING_RANK = 16

/** Everything known of one pattern: the state of its sampling, exact totals, and what the next report will have. */
export class PatternEntry implements LeaseHolder {
  readonly pattern: Signature
  readonly signature: string
  readonly check: string
  readonly template: string
  readonly sampling: PatternSampling
  leases: (Lease | undefined)[] | undefined = undefined
  readonly size = new SizeCalibration()
  seen = 0
  kept = 0
  /** The highest band of severities of its records. */
  highestBand: number
  /** Where in the app it is logged; `undefined`: it is not known. */
  callSite: string | undefined = undefined
  /** A report has had its template. */
  isTemplateTold = false
  /** Records from WARN on. */
  #warnings = 0
  #bySeverity = new Array<number>(SEVERITIES.length).fill(0)
  #firstSeen = ZERO
  #lastSeen = ZERO
  #reportedSeen = 0
  #reportedKept = 0
  #reportedBytes = 0
  #reportedKeptBytes = 0

  /** When it came into the table, in monotonic milliseconds, and the band of severities that its first record was of. */
  readonly admittedAt: number
  readonly admittedBand: number

  constructor(pattern: Signature, sampling: PatternSampling, admittedAt = 0, admittedBand = 0) {
    const { id, check, template } = pattern
    this.admittedAt = admittedAt
    this.admittedBand = admittedBand
    this.highestBand = admittedBand
    this.pattern = pattern
    this.signature = id
    this.check = check
    this.template = template
    this.sampling = sampling
  }

  /** How much is lost with it: the pattern of the least rank leaves a full table first. */
  get rank(): number {
    return this.seen + (WARNING_RANK - 1) * this.#warnings
  }

  count(decision: SamplingDecision, severityNumber: number, estimatedBytes: number, epochMillis: number): void {
    if (this.seen === this.#reportedSeen) this.#firstSeen = epochMillis
    this.#lastSeen = epochMillis
    this.seen++
    if (decision.keep) this.kept++
    const band = severityIndexOf(severityNumber)
    this.#bySeverity[band]!++
    if (band > this.highestBand) this.highestBand = band
    if (severityNumber >= WARN_SEVERITY) this.#warnings++
    this.size.seen(estimatedBytes, decision.keep, !decision.keep || decision.shadow?.decision === 'drop')
  }

  countDrops(records: number, severityNumber: number, estimatedBytes: number, epochMillis: number): void {
    if (this.seen === this.#reportedSeen) this.#firstSeen = epochMillis
    this.#lastSeen = epochMillis
    this.seen += records
    this.#bySeverity[severityIndexOf(severityNumber)]! += records
    if (severityNumber >= WARN_SEVERITY) this.#warnings += records
    this.size.seen(estimatedBytes, false, true)
  }

  encoded(estimatedBytes: number, bytes: number): void {
    this.size.encoded(estimatedBytes, bytes)
    this.sampling.meanBytes = this.size.bytes / this.seen
  }

  /** Takes over what is known of a pattern that a merge rule made one with this. */
  absorb(other: PatternEntry): void {
    const unreported = this.seen > this.#reportedSeen
    const othersUnreported = other.seen > other.#reportedSeen
    if (othersUnreported) {
      this.#firstSeen = unreported ? Math.min(this.#firstSeen, other.#firstSeen) : other.#firstSeen
      this.#lastSeen = unreported ? Math.max(this.#lastSeen, other.#lastSeen) : other.#lastSeen
    }
    this.seen += other.seen
    this.kept += other.kept
    this.#warnings += other.#warnings
    this.highestBand = Math.max(this.highestBand, other.highestBand)
    this.size.absorb(other.size)
    this.#bySeverity.forEach((_, i) => {
      this.#bySeverity[i]! += other.#bySeverity[i]!
    })
    this.#reportedSeen += other.#reportedSeen
    this.#reportedKept += other.#reportedKept
    this.#reportedBytes += other.#reportedBytes
    this.#reportedKeptBytes += other.#reportedKeptBytes
    this.sampling.absorb(other.sampling)
    this.sampling.meanBytes = this.seen > 0 ? this.size.bytes / this.seen : 0
  }

  /** Returns what happened since the last take; `undefined` if nothing did. With `templateOnce` without a template that a report has had. */
  take(templateOnce = false): PatternReport | undefined {
    const count = this.seen - this.#reportedSeen
    if (count === 0) return undefined
    // Sizes are estimates that later encodings correct: a delta may lag but is never negative.
    const bytes = Math.max(this.#reportedBytes, Math.round(this.size.bytes))
    const keptBytes = Math.max(this.#reportedKeptBytes, Math.round(this.size.keptBytes))
    const report: PatternReport = {
      signature: this.signature,
      check: this.check,
      // The words that a template keeps may still hold a secret.
      ...((!templateOnce || !this.isTemplateTold) && { template: redactTemplate(this.template) }),
      ...(this.callSite !== undefined && (!templateOnce || !this.isTemplateTold) && { call_site: this.callSite }),
      count,
      sampled_count: this.kept - this.#reportedKept,
      first_seen: this.#firstSeen / 1000,
      last_seen: this.#lastSeen / 1000,
      severity_distribution: distribution(this.#bySeverity),
      bytes: bytes - this.#reportedBytes,
      sampled_bytes: keptBytes - this.#reportedKeptBytes,
    }
    this.isTemplateTold = true
    this.#reportedSeen = this.seen
    this.#reportedKept = this.kept
    this.#reportedBytes = bytes
    this.#reportedKeptBytes = keptBytes
    this.#bySeverity.fill(0)
    return report
  }

  /** Undoes a take whose report was never accepted. */
  putBack(report: PatternReport): void {
    const unreported = this.seen > this.#reportedSeen
    const [first, last] = [report.first_seen * 1000, report.last_seen * 1000]
    // A merged pattern gets a report back for each of its parts.
    this.#firstSeen = unreported ? Math.min(this.#firstSeen, first) : first
    this.#lastSeen = unreported ? Math.max(this.#lastSeen, last) : last
    if (report.template !== undefined) this.isTemplateTold = false
    this.#reportedSeen -= report.count
    this.#reportedKept -= report.sampled_count
    this.#reportedBytes -= report.bytes ?? 0
    this.#reportedKeptBytes -= report.sampled_bytes ?? 0
    SEVERITIES.forEach((severity, i) => {
      this.#bySeverity[i]! += report.severity_distribution?.[severity] ?? 0
    })
  }
}

function distribution(bySeverity: readonly number[]): Partial<Record<Severity, number>> {
  const result: Partial<Record<Severity, number>> = {}
  SEVERITIES.forEach((severity, i) => {
    if (bySeverity[i]! > 0) result[severity] = bySeverity[i]!
  })
  return result
}
