import type { PatternClass } from '../classes/classify.js'

/** What a class means when a budget is divided. */
export interface ClassRow {
  /** Of a record: at equal volume and size, four times the value keeps twice as much. */
  readonly value: number
  /** Why all of its records are kept, as far as that goes. */
  readonly protection?: ClassProtection
}

/** One row a class. */
const CLASS_TABLE: Readonly<Record<PatternClass, ClassRow>> = {
  error: { value: 1, protection: 'errors' },
  security: { value: 1, protection: 'security' },
  audit: { value: 1, protection: 'audit' },
  business: { value: 2 },
  unknown: { value: 1 },
  debug: { value: 0.5 },
  health_check: { value: 0.125 },
}
/** Value of what most of its records are warnings of, at least. */
export const WARNING_VALUE = 2
/** Value of news (new, or part of an incident) that are too much to be kept whole. */
export const NEWS_VALUE = 4
/** Value of what its words say is security or audit, and is too much to be kept whole. */
export const WORDS_VALUE = 4
/** Value of what a person fixed: nothing else takes its part of a budget. */
export const LOCKED_VALUE = 1e6

/** Classes that words make, of which everything is kept as far as it fits. */
export const WORD_CLASSES = ['security', 'audit'] as const satisfies PatternClass[]
export type WordClass = (typeof WORD_CLASSES)[number]

/** Returns whether a class is one of {@link WORD_CLASSES}. */
export function isWordClass(name: string): name is WordClass {
  return (WORD_CLASSES as readonly string[]).includes(name)
}

/**
 * Why all records of a pattern are kept: errors and what a person says whatever the budget, what words say as far as it fits, and what
 * a model says (`judged`) as far as words leave room.
 */
export type Protection = ClassProtection | 'exempt' | 'judged'
type ClassProtection = 'errors' | 'security' | 'audit'

/** What a record of a pattern is worth when a budget is divided. */
export interface Worth {
  /** Of a record: at equal volume and size, four times the value keeps twice as much. */
  readonly value: number
  /** Why all of its records are kept, if they are. */
  readonly protection: Protection | undefined
  /** A person fixed its rate. */
  readonly lock: number | undefined
  /** New in a service that is not, or part of an open incident: kept whole as far as it fits. */
  readonly isNews: boolean
  /** It is part of an open incident. */
  readonly inIncident: boolean
  /** Most of its records are warnings. */
  readonly isWarning: boolean
  /** A person said what it is: no words did. */
  readonly isLabelled: boolean
}

/** Returns what a class means. One that another version wrote counts as `unknown`. */
export function classRow(name: string): ClassRow {
  return CLASS_TABLE[name as PatternClass] ?? CLASS_TABLE.unknown
}
