import { MAX_TEMPLATE_CHARACTERS } from '../store/contracts/patterns.js'
import type { PatternRow } from '../store/store.js'

/** A pattern as this replica knows it. */
export interface KnownPattern extends PatternRow {
  /** Empty: it has not come yet, see {@link lacksTemplate}. */
  template: string
  severity: string
  class: string
  callSite?: string | undefined
  /** When its row was last written, epoch seconds; 0: never. */
  writtenAt: number
}

type ByCheck = Map<string, KnownPattern>

/** What a pattern takes besides its template, in bytes, generously. */
const PATTERN_BYTES = 500
const BYTES_PER_CHARACTER = 2
const WARNING_SEVERITIES: ReadonlySet<string> = new Set(['WARNING', 'ERROR', 'CRITICAL'])

/** Returns whether most records of a pattern are WARN or above. */
export function isWarning({ severity }: { readonly severity: string }): boolean {
  return WARNING_SEVERITIES.has(severity)
}

/** Check of the empty template, which records without a text have. */
const EMPTY_CHECK = 'e3b0c44298fc1c14'

/** Returns the template that a pattern has when it comes with this text. */
export function templateFor(check: string | undefined, text: string | undefined): string {
  return check === EMPTY_CHECK || text === undefined ? '' : text.slice(0, MAX_TEMPLATE_CHARACTERS)
}

/** Returns whether a pattern's template has not come yet. */
export function lacksTemplate({ template, check }: Pick<KnownPattern, 'template' | 'check'>): boolean {
  return template === '' && check !== EMPTY_CHECK
}

/** The patterns of one service. Found by signature and check; almost every signature has one pattern, and costs one look-up. */
export class KnownPatterns {
  readonly #bySignature = new Map<string, KnownPattern | ByCheck>()
  #size = 0
  #warnings = 0
  #bytes = 0

  constructor(patterns: Iterable<KnownPattern> = []) {
    for (const pattern of patterns) this.add(pattern)
  }

  get size(): number {
    return this.#size
  }

  /** Returns how many are {@link isWarning}. */
  get warnings(): number {
    return this.#warnings
  }

  /** Returns about what they take in memory. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Returns the pattern of a signature and check. Without a check, as older SDKs report: the only pattern that has the signature, or the
   * one that no SDK has said a check of.
   */
  find(signature: string, check: string | undefined): KnownPattern | undefined {
    const found = this.#bySignature.get(signature)
    if (found === undefined || found instanceof Map) return found?.get(check ?? '')
    return check === undefined || found.check === check ? found : undefined
  }

  /** Adds a pattern that {@link find} does not find by its own check. */
  add(pattern: KnownPattern): void {
    const { signature, check } = pattern
    const others = this.#bySignature.get(signature)
    this.#count(pattern, 1)
    if (others === undefined) this.#bySignature.set(signature, pattern)
    else if (others instanceof Map) others.set(check, pattern)
    else
      this.#bySignature.set(
        signature,
        new Map([
          [others.check, others],
          [check, pattern],
        ]),
      )
  }

  remove(pattern: KnownPattern): void {
    const { signature, check } = pattern
    const found = this.#bySignature.get(signature)
    const isThere =
      found instanceof Map ? found.delete(check) : found === pattern && this.#bySignature.delete(signature)
    if (isThere) this.#count(pattern, -1)
  }

  /** Gives a pattern that was counted without its template what came with it. Its row is to be written again. */
  complete(pattern: KnownPattern, told: Pick<KnownPattern, 'template' | 'severity' | 'class'>): void {
    this.#count(pattern, -1)
    Object.assign(pattern, told)
    pattern.writtenAt = 0
    this.#count(pattern, 1)
  }

  /** Notes where a pattern is logged. Its row is to be written again where that is new. */
  place(pattern: KnownPattern, callSite: string): void {
    if (callSite === '' || pattern.callSite === callSite) return
    pattern.callSite = callSite
    pattern.writtenAt = 0
  }

  #count(pattern: KnownPattern, one: 1 | -1): void {
    this.#size += one
    this.#bytes += one * (PATTERN_BYTES + pattern.template.length * BYTES_PER_CHARACTER)
    if (isWarning(pattern)) this.#warnings += one
  }

  *[Symbol.iterator](): Generator<KnownPattern> {
    for (const found of this.#bySignature.values()) {
      if (found instanceof Map) yield* found.values()
      else yield found
    }
  }
}
