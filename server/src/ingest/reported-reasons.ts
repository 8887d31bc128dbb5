import { DROP_REASONS, KEEP_REASONS } from 'lipservice/protocol'
import { cleanRecords } from './clean.js'

/** Reasons of a newer SDK that a service may have; more are counted together. */
export const MAX_UNKNOWN_REASONS = 16
/** What reasons beyond that, and names that are none, are counted under. */
export const OTHER_REASON = 'other'
const MAX_NAME_LENGTH = 32
const NAME_PATTERN = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const KNOWN_REASONS: ReadonlySet<string> = new Set<string>([...KEEP_REASONS, ...DROP_REASONS])

/**
 * Names that one service's records may be counted as kept or dropped for: those of this version, and a bounded number of
 * others. A newer SDK has new reasons, and a report can hold any text.
 */
export class ReportedReasons {
  readonly #unknown = new Set<string>()

  /** @param counted reasons that were counted before, whoever did */
  constructor(counted: Iterable<string>) {
    for (const name of counted) this.#nameOf(name)
  }

  /** Returns the records of a report by the reason that they are counted under. */
  count(reported: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const [reason, records] of Object.entries(reported)) {
      const name = this.#nameOf(reason)
      counts.set(name, (counts.get(name) ?? 0) + cleanRecords(records))
    }
    return counts
  }

  #nameOf(reason: string): string {
    if (KNOWN_REASONS.has(reason) || this.#unknown.has(reason)) return reason
    if (reason === OTHER_REASON || reason.length > MAX_NAME_LENGTH || !NAME_PATTERN.test(reason)) return OTHER_REASON
    if (this.#unknown.size >= MAX_UNKNOWN_REASONS) return OTHER_REASON
    this.#unknown.add(reason)
    return reason
  }
}
