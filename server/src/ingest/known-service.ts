import type { KnownPatterns } from './known-patterns.js'
import type { ReportedReasons } from './reported-reasons.js'
import { WantedFamilies } from './wanted-families.js'

/** A service as this replica knows it. */
export class KnownService {
  readonly id: number
  readonly patterns: KnownPatterns
  readonly reasons: ReportedReasons
  readonly wantedFamilies: WantedFamilies
  usedAt: number
  /** Reports that are being taken. */
  users = 0
  /** The catalog has let go of it. */
  isForgotten = false
  #minute = 0
  #reports = 0
  #before = 0

  /** @param hasFamilies whether any word family of it is stored */
  constructor(id: number, patterns: KnownPatterns, reasons: ReportedReasons, usedAt: number, hasFamilies = false) {
    this.id = id
    this.patterns = patterns
    this.reasons = reasons
    this.usedAt = usedAt
    this.wantedFamilies = new WantedFamilies(hasFamilies)
  }

  /** Counts a report. Returns how many came within a minute: in this one or the last, whichever is more. */
  reportsAt(seconds: number): number {
    const minute = Math.floor(seconds / 60)
    if (minute !== this.#minute) {
      this.#before = minute === this.#minute + 1 ? this.#reports : 0
      this.#minute = minute
      this.#reports = 0
    }
    this.#reports++
    return Math.max(this.#reports, this.#before)
  }
}
