import { CLASSES, type PatternClass } from '../analysis/classify.js'
import type { StoredOverride } from '../store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../store/store.js'

/** What a class means when a budget is divided. */
interface ClassRow {
  /** Of a record: at equal volume and size, four times the value keeps twice as much. */
  readonly value: number
  /** Why all of its records are kept. */
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
/** Value of what a person fixed: nothing else takes its part of a budget. */
export const LOCKED_VALUE = 1e6
const NEW_FOR_SECONDS = 86_400

/** Why all records of a pattern are kept, whatever the budget. */
export type Protection = ClassProtection | 'exempt'
type ClassProtection = 'errors' | 'security' | 'audit'

export interface Worth {
  readonly value: number
  readonly protection: Protection | undefined
  /** A person fixed its rate. */
  readonly lock: number | undefined
  /** New in a service that is not, or part of an open incident: kept whole as far as it fits. */
  readonly isNews: boolean
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
  const isNews = isNew || inIncident.has(patternName(pattern))
  const { value: ownValue } = rowOf(pattern)
  const value = pattern.severity === 'WARNING' ? Math.max(ownValue, WARNING_VALUE) : ownValue
  return {
    value: isNews ? Math.max(value, NEWS_VALUE) : value,
    protection: protectionOf(pattern, own),
    lock: own.find(({ kind }) => kind === 'lock')?.rate,
    isNews,
  }
}

/** Classes of which everything is kept because a policy says so. Errors pass by themselves. */
export const PROTECTED_CLASSES: readonly PatternClass[] = CLASSES.filter((name) => {
  const { protection } = CLASS_TABLE[name]
  return protection !== undefined && protection !== 'errors'
})

/** Returns the names of the patterns that a policy must keep whole. Errors pass by themselves. */
export function protectedBy(patterns: readonly PatternActivity[], own: readonly StoredOverride[]): Set<string> {
  const bySignature = Map.groupBy(own, ({ signature }) => signature)
  const kept = patterns.filter((pattern) => {
    const protection = protectionOf(pattern, ownOf(pattern, bySignature))
    return protection !== undefined && protection !== 'errors'
  })
  return new Set(kept.map(patternName))
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
  const { protection } = rowOf(pattern)
  if (protection === 'errors') return protection
  // Words can be wrong about a pattern. A person who fixed its rate is not.
  return own.some(({ kind }) => kind === 'lock') ? undefined : protection
}

/** Returns the row of a pattern's class. A class that another version of the server wrote counts as `unknown`. */
function rowOf({ class: name }: PatternActivity): ClassRow {
  return CLASS_TABLE[name as PatternClass] ?? CLASS_TABLE.unknown
}
