import type { WordFamily } from '../../protocol/word-family.js'
import { type FamilyRule, wordFamilyOf } from './family-rule.js'

/** Rules that the server has not been told yet. Those of the last take can be put back, before the next take. */
export class UntoldFamilies {
  readonly #rules = new Set<FamilyRule>()
  #taken: readonly FamilyRule[] = []

  add(rule: FamilyRule): void {
    this.#rules.add(rule)
  }

  delete(rule: FamilyRule): void {
    this.#rules.delete(rule)
  }

  /** Takes as many as fit into so many bytes of JSON. What cannot be told at all is forgotten. */
  take(maxBytes: number): readonly WordFamily[] {
    const families: WordFamily[] = []
    const taken: FamilyRule[] = []
    let room = maxBytes
    for (const rule of this.#rules) {
      const family = wordFamilyOf(rule)
      if (family === undefined) {
        this.#rules.delete(rule)
        continue
      }
      const bytes = Buffer.byteLength(JSON.stringify(family)) + 1
      if (bytes > room) continue
      room -= bytes
      this.#rules.delete(rule)
      taken.push(rule)
      families.push(family)
    }
    this.#taken = taken
    return families
  }

  putBack(): void {
    for (const rule of this.#taken) this.#rules.add(rule)
    this.#taken = []
  }
}
