import type { Worth } from './class-worth.js'

/** What a pattern asks for when a budget is divided. */
export interface PatternDemand extends Worth {
  /** Names the pattern, as `patternName` does. */
  readonly signature: string
  /** Expected records per minute of the whole fleet. */
  readonly perMinute: number
  /** The most of a minute in an incident that goes on. */
  readonly surge?: number
  /** Of a kept record, in the unit of the budget. */
  readonly cost: number
}
