import type { WordFamily } from '../../protocol/word-family.js'
import type { Signature } from '../../signature/signature.js'
import { keyOf } from '../pattern-index.js'
import { type FamilyRule, familyBandOf, familyRule, isOfFamily, ruleOf } from './family-rule.js'
import { FamilySketch } from './family-sketch.js'
import { type Place, placesOf } from './template-places.js'
import { UntoldFamilies } from './untold-families.js'

/** More distinct words at one place make one pattern of all. Of logs that were labelled, the largest family has 6. */
const MAX_WORDS = 100
const MAX_RULES = 256
/** A rule regroups the whole table, so that there is at most one in so long. */
const MIN_RULE_INTERVAL_MILLIS = 1_000
/** Patterns that stay themselves, whatever became of others of their family: so many of this process, and so many of the policy. */
const MAX_EXEMPT = 4_096

/**
 * Makes one pattern of a flood of words: when more than 100 templates have differed in the same one word, later ones are the pattern
 * with a gap there. A family is of one band of severities and of one outcome. A policy brings families that others have learned. Memory is
 * fixed; what is asked of it is new templates.
 */
export class WordFamilies {
  /** Learned here. */
  readonly untold = new UntoldFamilies()
  /** Rules by the hash of their family, least recently used first. */
  readonly #rules = new Map<number, FamilyRule>()
  /** Of the policy. */
  #given = new Map<number, FamilyRule>()
  #givenExempt = new Set<string>()
  readonly #sketch = new FamilySketch()
  readonly #exempt = new Set<string>()
  readonly #seed: number
  #ruleAt = Number.NEGATIVE_INFINITY

  /** @param seed that nobody outside knows */
  constructor(seed: number) {
    this.#seed = seed
  }

  /** Rules in force. */
  get size(): number {
    let size = this.#rules.size
    for (const familyHash of this.#given.keys()) if (!this.#rules.has(familyHash)) size++
    return size
  }

  /** Puts the families of a policy in force, in place of those of the one before. One whose exemptions find no room has no effect. */
  use(families: readonly WordFamily[]): void {
    this.#given = new Map()
    this.#givenExempt = new Set()
    for (const family of families) {
      const { exempt = [] } = family
      if (this.#givenExempt.size + exempt.length > MAX_EXEMPT) continue
      const rule = ruleOf(family)
      const { band, prefix, suffix } = rule
      const place = placesOf(`${prefix}x${suffix}`, this.#seed ^ band).find((one) => one.prefix === prefix)
      if (place === undefined) continue
      this.#given.set(place.familyHash, rule)
      for (const { signature, check } of exempt) this.#givenExempt.add(keyOf({ id: signature, check }))
    }
  }

  /** Returns the rule of a template; `undefined` if it is of no family. Nothing is counted. */
  familyOf(signature: Signature, band: number): FamilyRule | undefined {
    if (this.#rules.size + this.#given.size === 0 || this.#isExempt(signature)) return undefined
    return this.#ruleOf(signature, band, this.#placesOf(signature, band))
  }

  /**
   * Takes a template that the table does not have. Returns its family, if it belongs to one, and whether that has just been made of it.
   * `now` is monotonic milliseconds.
   */
  take(signature: Signature, severityNumber: number, now: number): { rule: FamilyRule; isNew: boolean } | undefined {
    if (this.#isExempt(signature)) return undefined
    const band = familyBandOf(severityNumber)
    const places = this.#placesOf(signature, band)
    const known = this.#ruleOf(signature, band, places)
    if (known !== undefined) return { rule: known, isNew: false }
    let fullest: Place | undefined
    let mostWords = MAX_WORDS
    for (const place of places) {
      const words = this.#sketch.add(place.familyHash, place.wordHash)
      if (words > mostWords) {
        fullest = place
        mostWords = words
      }
    }
    if (fullest === undefined || now - this.#ruleAt < MIN_RULE_INTERVAL_MILLIS) return undefined
    this.#ruleAt = now
    return { rule: this.#make(fullest, band), isNew: true }
  }

  /** A pattern stays itself: it was there before its family was too large. */
  exempt(pattern: Signature): void {
    for (const oldest of this.#exempt) {
      if (this.#exempt.size < MAX_EXEMPT) break
      this.#exempt.delete(oldest)
    }
    this.#exempt.add(keyOf(pattern))
  }

  /** The server asks for all that was learned here. */
  tellAgain(): void {
    for (const rule of this.#rules.values()) this.untold.add(rule)
  }

  #isExempt(pattern: Signature): boolean {
    if (this.#exempt.size + this.#givenExempt.size === 0) return false
    const key = keyOf(pattern)
    return this.#exempt.has(key) || this.#givenExempt.has(key)
  }

  #placesOf({ template }: Signature, band: number): Place[] {
    return placesOf(template, this.#seed ^ band)
  }

  #ruleOf({ template }: Signature, band: number, places: readonly Place[]): FamilyRule | undefined {
    const fits = (rule: FamilyRule | undefined) =>
      rule !== undefined && rule.band === band && isOfFamily(rule, template)
    // Those of the policy first: all instances have them.
    for (const { familyHash } of this.#given.size > 0 ? places : []) {
      const rule = this.#given.get(familyHash)
      if (fits(rule)) return rule
    }
    for (const { familyHash } of places) {
      const rule = this.#rules.get(familyHash)
      if (rule === undefined || !fits(rule)) continue
      this.#rules.delete(familyHash)
      this.#rules.set(familyHash, rule)
      return rule
    }
    return undefined
  }

  #make({ familyHash, prefix, suffix }: Place, band: number): FamilyRule {
    const rule = familyRule(band, prefix, suffix)
    for (const [oldest, leaving] of this.#rules) {
      if (this.#rules.size < MAX_RULES) break
      this.untold.delete(leaving)
      this.#rules.delete(oldest)
    }
    this.#rules.set(familyHash, rule)
    this.untold.add(rule)
    return rule
  }
}
