import {
  classRow,
  NEWS_VALUE,
  type PatternClass,
  type Protection,
  WARNING_VALUE,
  type Worth,
} from 'lipservice/allocation'
import type { StoredOverride } from '../store/contracts/overrides.js'
import { type PatternActivity, patternName } from '../store/store.js'
import { isRaise } from './raise.js'

const NEW_FOR_SECONDS = 86_400

export interface WorthContext {
  /** Epoch seconds. */
  readonly now: number
  readonly serviceFirstSeen: number
  /** By signature. */
  readonly overrides: ReadonlyMap<string, readonly StoredOverride[]>
  /** Names of patterns of open incidents. */
  readonly inIncident: Pick<ReadonlyMap<string, unknown>, 'has'>
  /** What a model says, by the name of the pattern: what is less than its words say is not heard, nor is anything of what a person fixed. */
  readonly judged?: ReadonlyMap<string, PatternClass>
}

export function worthOf(pattern: PatternActivity, context: WorthContext): Worth {
  const { now, serviceFirstSeen, overrides, inIncident } = context
  const own = ownOf(pattern, overrides)
  const isNew = now - pattern.firstSeen < NEW_FOR_SECONDS && pattern.firstSeen - serviceFirstSeen > NEW_FOR_SECONDS
  const isIn = inIncident.has(patternName(pattern))
  const isNews = isNew || isIn
  const isWarning = pattern.severity === 'WARNING'
  const judged = judgedClassOf(pattern, context)
  const isWhole = judged !== undefined && classRow(judged).protection !== undefined
  const { value: ownValue } = classRow(isWhole || judged === undefined ? classOf(pattern, own) : judged)
  const value = isWarning ? Math.max(ownValue, WARNING_VALUE) : ownValue
  return {
    value: isNews ? Math.max(value, NEWS_VALUE) : value,
    protection: isWhole ? 'judged' : protectionOf(pattern, own),
    lock: own.find(({ kind }) => kind === 'lock')?.rate,
    isNews,
    inIncident: isIn,
    isWarning,
    isLabelled: pattern.class !== 'error' && own.some(({ kind }) => kind === 'label'),
  }
}

/** Returns the class that a model raises a pattern to; `undefined`: none does, or it is not to be heard. */
export function judgedClassOf(
  pattern: PatternActivity,
  { judged, overrides }: Pick<WorthContext, 'judged' | 'overrides'>,
): PatternClass | undefined {
  if (judged === undefined || ownOf(pattern, overrides).length > 0) return undefined
  const said = judged.get(patternName(pattern))
  return said !== undefined && isRaise(pattern.class, said) ? said : undefined
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
  const { protection } = classRow(classOf(pattern, own))
  if (protection === 'errors') return protection
  // Words can be wrong about a pattern. A person who fixed its rate is not.
  return own.some(({ kind }) => kind === 'lock') ? undefined : protection
}

/** Returns the class of a pattern: what a person says of it goes before what its words say. Errors stay errors. */
export function classOf({ class: byWords }: Pick<PatternActivity, 'class'>, own: readonly StoredOverride[]): string {
  if (byWords === 'error') return byWords
  return own.find(({ kind }) => kind === 'label')?.label ?? byWords
}
