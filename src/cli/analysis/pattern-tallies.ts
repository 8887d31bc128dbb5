import type { Signature } from '../../signature/signature.js'
import { PatternTally } from './pattern-tally.js'

/** As many as the engine has objects for lately. */
const MAX_RECENT = 8_192
const OTHERS: Signature = Object.freeze({ id: '', check: '', template: 'all other patterns' })

/** The tallies of all patterns; those that come after the first `max` are counted together, without example and services. */
export class PatternTallies {
  readonly #max: number
  readonly #maxServices: number
  readonly #byName = new Map<string, PatternTally>()
  /** The engine has one object for most patterns: looked up before any name is made. */
  readonly #recent = new Map<Signature, PatternTally>()

  constructor(max: number, maxServices: number) {
    this.#max = max
    this.#maxServices = maxServices
  }

  /** Returns the tally of a signature. @param text of the record, an example if it is the first */
  of(signature: Signature, text: string): PatternTally {
    const recent = this.#recent.get(signature)
    if (recent !== undefined) return recent
    if (this.#recent.size >= MAX_RECENT) this.#recent.clear()
    const tally = this.#named(signature, text)
    this.#recent.set(signature, tally)
    return tally
  }

  #named(signature: Signature, text: string): PatternTally {
    const name = `${signature.id}:${signature.check}`
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const isOthers = this.#byName.size >= this.#max
    const tally =
      (isOthers ? this.#byName.get('') : undefined) ??
      (isOthers ? new PatternTally(OTHERS, '', 0) : new PatternTally(signature, text, this.#maxServices))
    this.#byName.set(isOthers ? '' : name, tally)
    return tally
  }

  /** In the order in which they came. */
  all(): PatternTally[] {
    return [...this.#byName.values()]
  }
}
