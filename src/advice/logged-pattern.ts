import type { PatternClass } from '../classes/classify.js'

/** What was logged of one pattern in some time, by one service or by several. */
export interface LoggedPattern {
  /** 16 hex digits. */
  readonly signature: string
  /** 16 hex digits that tell it from others of its signature; empty: none was said. */
  readonly check: string
  /** With `<*>` for each value. */
  readonly template: string
  /** That most of its records have: TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL; empty: none was said. */
  readonly severity: string
  /** What its words, or a person, say that it is. */
  readonly class: PatternClass
  /** Which log it. The same pattern of another service may stand in a row of its own. */
  readonly services: readonly string[]
  /** Records that were logged. */
  readonly records: number
  /** Of them those that are paid for: all, or what sampling left. */
  readonly sent: number
  /** Of these, in OTLP. */
  readonly bytes: number
  /** Records that are errors. */
  readonly errors: number
}

/** What was logged in some time, and what it costs. */
export interface AdviceInput {
  /** A row a pattern, or a row for each service that logs it. */
  readonly patterns: readonly LoggedPattern[]
  /** Bytes by field, of all patterns; none: they are not known. */
  readonly fields: readonly { readonly name: string; readonly bytes: number }[]
  /** Dollars a month for each byte of the input; `undefined`: not known. */
  readonly usdPerByte: number | undefined
}

/** Of each kind so many are said at most. */
export const MAX_OF_A_KIND = 5
/** Of less nobody changes code: part of all bytes. */
export const DEAR_SHARE = 0.05

const KEPT: ReadonlySet<PatternClass> = new Set(['error', 'security', 'audit', 'business'])

/** Returns whether somebody may need each record: then it is not advised away. */
export function isNeeded({ class: name, errors }: LoggedPattern): boolean {
  return KEPT.has(name) || errors > 0
}
