import type { PatternClass } from '../analysis/classify.js'
import type { StoredOverride } from '../store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../store/store.js'

/** What a class means when a budget is divided. */
interface ClassRow {
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
const WARNING_VALUE = 2
/** Value of news (new, or part of an incident) that are too much to be kept whole. */
export const NEWS_VALUE = 4
/** Value of what its words say is security or audit, and is too much to be kept whole. */
export const WORDS_VALUE = 4
/** Value of what a person fixed: nothing else takes its part of a budget. */
export const LOCKED_VALUE = 1e6
const NEW_FOR_SECONDS = 86_400

/** Classes that words make, of which everything is kept as far as it fits. */
export const WORD_CLASSES = ['security', 'audit'] as const satisfies PatternClass[]
export type WordClass = (typeof WORD_CLASSES)[number]

export function isWordClass(name: string): name is WordClass {
  return (WORD_CLASSES as readonly string[]).includes(name)
}

/** Why all records of a pattern are kept: errors and what a person says whatever the budget, what words say as far as it fits. */
export type Protection = ClassProtection | 'exempt'
type ClassProtection = 'errors' | 'security' | 'audit'

export interface Worth {
  readonly value: number
  readonly protection: Protection | undefined
  /** A person fixed its rate. */
  readonly lock: number | undefined
  /** New in a service that is not, or part of an open incident: kept whole as far as it fits. */
  readonly isNews: boolean
  readonly inIncident: boolean
  /** Most of its records are warnings. */
  readonly isWarning: boolean
  /** A person said what it is: no words did. */
  readonly isLabelled: boolean
}

export interface WorthContext {
  /** Epoch seconds. */
  readonly now: number
  readonly serviceFirstSeen: number
  /** By signature. */
  readonly overrides: ReadonlyMap<string, readonly StoredOverride[]>
  /** Names of patterns of open incidents. */
  readonly inIncident: Pick<ReadonlyMap<string, unknown>, 'has'>
}

export function worthOf(pattern: PatternActivity, context: WorthContext): Worth {
  const { now, serviceFirstSeen, overrides, inIncident } = context
  const own = ownOf(pattern, overrides)
  const isNew = now - pattern.firstSeen < NEW_FOR_SECONDS && pattern.firstSeen - serviceFirstSeen > NEW_FOR_SECONDS
  const isIn = inIncident.has(patternName(pattern))
  const isNews = isNew || isIn
  const isWarning = pattern.severity === 'WARNING'
  const { value: ownValue } = rowOf(classOf(pattern, own))
  const value = isWarning ? Math.max(ownValue, WARNING_VALUE) : ownValue
  return {
    value: isNews ? Math.max(value, NEWS_VALUE) : value,
    protection: protectionOf(pattern, own),
    lock: own.find(({ kind }) => kind === 'lock')?.rate,
    isNews,
    inIncident: isIn,
    isWarning,
    isLabelled: pattern.class !== 'error' && own.some(({ kind }) => kind === 'label'),
  }
}

/** Returns what is of this pattern: what names its check first, then what is of all that have its signature. */
function ownOf(
  { signature, check }: PatternActivity,
  bySignature: ReadonlyMap<string, readonly StoredOverride[]>,
): StoredOverride[] {
  const all = bySignature.get(signature) ?? []
  const exact = all.filter((one) => one.check === check)
  return check === '' ? exact : [...exact, ...all.filter((one) => one.check === '')]
}

function protectionOf(pattern: PatternActivity, own: readonly StoredOverride[]): Protection | undefined {
  if (own.some(({ kind }) => kind === 'exemption')) return 'exempt'
  const { protection } = rowOf(classOf(pattern, own))
  if (protection === 'errors') return protection
  // Words can be wrong about a pattern. A person who fixed its rate is not.
  return own.some(({ kind }) => kind === 'lock') ? undefined : protection
}

/** Returns the class of a pattern: what a person says of it goes before what its words say. Errors stay errors. */
export function classOf({ class: byWords }: Pick<PatternActivity, 'class'>, own: readonly StoredOverride[]): string {
  if (byWords === 'error') return byWords
  return own.find(({ kind }) => kind === 'label')?.label ?? byWords
}

/** Returns the row of a class. One that another version of the server wrote counts as `unknown`. */
function rowOf(name: string): ClassRow {
  return CLASS_TABLE[name as PatternClass] ?? CLASS_TABLE.unknown
}
