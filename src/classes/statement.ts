import type { Clause } from './words.js'

/** A clause, and what is known of the line around it. */
export interface Statement {
  readonly clause: Clause
  /** All words of the line, by what they are. */
  readonly line: number
  /** Of the logger, as `[auth]` in front of the line says: its words, by what they are. */
  readonly scope: number
  /** DEBUG or TRACE: the developer thinks that it is a detail. */
  readonly isDetail: boolean
  readonly isWarning: boolean
}
