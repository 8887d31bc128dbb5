import { type Signature, signTemplate } from '../../signature/signature.js'
import { FamilySketch } from './family-sketch.js'
import { type Place, placesOf } from './template-places.js'

/** More distinct words at one place make one pattern of all. Of logs that were labelled, the largest family has 6. */
const MAX_WORDS = 100
const MAX_RULES = 256
/** A rule regroups the whole table, so that there is at most one in so long. */
const MIN_RULE_INTERVAL_MILLIS = 1_000
/** Patterns that stay themselves, whatever became of others of their family. */
const MAX_EXEMPT = 4_096
const BANDS = 6

/** All templates that differ in one word only, of one band of severities: more than 100 of them are one pattern. */
export interface FamilyRule {
  readonly band: number
  readonly prefix: string
  readonly suffix: string
  /** Of the pattern that they are. */
  readonly signature: Signature
}

/** Returns whether a template is one of a rule. */
export function isOfFamily({ prefix, suffix }: FamilyRule, template: string): boolean {
  const end = template.length - suffix.length
  return (
    end > prefix.length &&
    template.startsWith(prefix) &&
    template.endsWith(suffix) &&
    !template.slice(prefix.length, end).includes(' ')
  )
}

/**
 * Makes one pattern of a flood of words: when more than 100 templates have differed in the same one word, later ones are the pattern
 * with a gap there. A family is of one band of severities and of one outcome. Memory is fixed; what is asked of it is new templates.
 */
export class WordFamilies {
  /** Rules by the hash of their family, least recently used first. */
  readonly #rules = new Map<number, FamilyRule>()
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
    return this.#rules.size
  }

  /** Returns the signature of the family that a template belongs to; `undefined` if it is of none. Nothing is counted. */
  familyOf(signature: Signature, severityNumber: number): Signature | undefined {
    if (this.#rules.size === 0 || this.#exempt.has(signature.template)) return undefined
    const band = familyBandOf(severityNumber)
    return this.#ruleOf(signature, band, this.#placesOf(signature, band))?.signature
  }

  /**
   * Takes a template that the table does not have. Returns its family, if it belongs to one, and whether that has just been made of it.
   * `now` is monotonic milliseconds.
   */
  take(signature: Signature, severityNumber: number, now: number): { rule: FamilyRule; isNew: boolean } | undefined {
    if (this.#exempt.has(signature.template)) return undefined
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
  exempt({ template }: Signature): void {
    for (const oldest of this.#exempt) {
      if (this.#exempt.size < MAX_EXEMPT) break
      this.#exempt.delete(oldest)
    }
    this.#exempt.add(template)
  }

  #placesOf({ template }: Signature, band: number): Place[] {
    return placesOf(template, this.#seed ^ band)
  }

  #ruleOf({ template }: Signature, band: number, places: readonly Place[]): FamilyRule | undefined {
    for (const { familyHash } of places) {
      const rule = this.#rules.get(familyHash)
      if (rule === undefined || rule.band !== band || !isOfFamily(rule, template)) continue
      this.#rules.delete(familyHash)
      this.#rules.set(familyHash, rule)
      return rule
    }
    return undefined
  }

  #make({ familyHash, prefix, suffix }: Place, band: number): FamilyRule {
    const rule = { band, prefix, suffix, signature: signTemplate(`${prefix}<*>${suffix}`) }
    for (const oldest of this.#rules.keys()) {
      if (this.#rules.size < MAX_RULES) break
      this.#rules.delete(oldest)
    }
    this.#rules.set(familyHash, rule)
    return rule
  }
}

/** Returns 0–5 for TRACE, DEBUG, INFO, WARN, ERROR, FATAL; unknown (0) is INFO. */
export function familyBandOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(BANDS - 1, (severityNumber - 1) >> 2)
}
