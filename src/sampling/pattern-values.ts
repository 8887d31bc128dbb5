import { type NamesPatterns, readPatternChecks } from '../protocol/pattern-checks.js'
import type { PolicyPattern } from './ceilings.js'

/** Values of patterns by a policy. Where it has a check for an id, the value is of the pattern with that check only. */
export class PatternValues {
  readonly #values: ReadonlyMap<string, number>
  readonly #checks: ReadonlyMap<string, string>

  constructor(policy: NamesPatterns = {}) {
    this.#values = new Map(Object.entries(policy.pattern_values ?? {}))
    this.#checks = this.#values.size === 0 ? new Map() : readPatternChecks(policy).rated
  }

  /** Returns the value of a pattern; 1 if the policy has none for it. */
  of({ signature, check }: PolicyPattern): number {
    const value = this.#values.get(signature)
    return value === undefined || (this.#checks.get(signature) ?? check) !== check ? 1 : value
  }

  equals(other: PatternValues): boolean {
    if (other.#values.size !== this.#values.size) return false
    for (const [id, value] of other.#values) {
      if (this.#values.get(id) !== value || this.#checks.get(id) !== other.#checks.get(id)) return false
    }
    return true
  }
}
