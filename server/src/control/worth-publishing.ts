import { LOCKED_VALUE, NEWS_VALUE } from 'lipservice/allocation'
import type { Policy } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import type { Forecast } from '../policies/forecast.js'
import { WHY_LETTERS } from '../policies/pattern-plan.js'
import type { Proposal } from './proposal.js'

/** A smaller change of an instance's budget is not worth a version. */
const MIN_SHARE_CHANGE = 0.1
/** Beyond these ratios it is changed at once. */
const URGENT_RISE_RATIO = 1.3
const URGENT_FALL_RATIO = 0.85
/** However many versions a day has had: a budget that is off by more is missed. */
const MAX_URGENT_PATIENCE = 3
/** Rates are upper bounds: what they keep from being spent has to be so much of the budget for them to follow at once. */
const MIN_HELD_BACK = 0.02
/** Otherwise they follow after so many times the usual time. */
const OVERDUE_TIMES = 6
const RENEWAL_SECONDS = 3 * 3_600

/** Whether it is time for what is not urgent, and for what matters little. */
export type Due = 'not yet' | 'due' | 'overdue'

export interface Timing {
  readonly due: Due
  /** Changes have to be so many times as large, ≥ 1: see `patienceAfter`. */
  readonly patience: number
}

/** Versions of a day that are usual. */
const USUAL_VERSIONS = 8
/** With so many more, changes have to be twice as large to be worth another. */
const VERSIONS_PER_PATIENCE = 4

/**
 * Returns how much larger changes have to be, and how much longer those wait that are not urgent, after so many versions today: people
 * read them.
 */
export function patienceAfter(versionsToday: number): number {
  return 1 + Math.max(0, versionsToday - USUAL_VERSIONS) / VERSIONS_PER_PATIENCE
}

/**
 * @param age of the version in force, seconds
 * @param reviseSeconds between two changes that are not urgent
 */
export function dueAt(age: number, reviseSeconds: number): Due {
  if (age >= OVERDUE_TIMES * reviseSeconds) return 'overdue'
  return age >= reviseSeconds ? 'due' : 'not yet'
}

/**
 * Returns why a new version should replace the one in force, in a person's words; `undefined`: it should not. Policies
 * change rarely, because people and alerts see every change.
 */
export function reasonToPublish(
  base: Policy,
  { forecast, allocation, before: inForce }: Proposal,
  before: Forecast,
  { due, patience }: Timing,
  now: EpochSeconds,
): string | undefined {
  const kept = new Set(inForce.kept)
  if (allocation.kept.some((signature) => !kept.has(signature))) return 'more patterns are kept whole'
  if (allocation.isFarOverWords) return 'words alone keep too much whole'
  const { values } = inForce
  const fixed = fixedRates(values, inForce.rates)
  if (fixed !== fixedRates(allocation.values, allocation.rates)) return 'a person fixed a rate, or let it go'
  if (exemptionEnded(inForce.kept, before.kept_for, allocation.kept)) return 'an exemption ended'
  // What was kept whole until now loses; it can wait.
  for (const [signature, value] of allocation.values)
    if (value >= NEWS_VALUE && !kept.has(signature) && (values.get(signature) ?? 1) < value)
      return 'what is new, part of an incident or of security is worth more'
  const change = ratioOf(forecast.per_instance ?? 0, before.per_instance ?? 0)
  const urgency = Math.min(patience, MAX_URGENT_PATIENCE)
  if (change > URGENT_RISE_RATIO ** urgency || change < URGENT_FALL_RATIO ** urgency)
    return shareReason(change, forecast, before)
  if (due === 'not yet') return undefined
  const changed = changesOf(inForce.rates, allocation.rates)
  const isHeldBack = allocation.heldBack > MIN_HELD_BACK * (forecast.per_minute ?? 0)
  if (changed > 0 && (isHeldBack || due === 'overdue'))
    return `${changed} rate${changed === 1 ? '' : 's'} follow${changed === 1 ? 's' : ''} the volume`
  // What was kept whole until now costs little: on a day with many versions it can wait.
  if (allocation.kept.length !== kept.size && (patience === 1 || due === 'overdue'))
    return 'fewer patterns are kept whole'
  if (base.keep_first?.count !== allocation.keepFirst) return 'the number of instances changed'
  if (Math.abs(change - 1) > MIN_SHARE_CHANGE * patience) return shareReason(change, forecast, before)
  const isOld = base.expires_at === undefined || Date.parse(base.expires_at) / 1000 - now < RENEWAL_SECONDS
  return isOld ? 'it is renewed before it expires' : undefined
}

/** @param keptFor why each of `before` is kept, a letter each */
function exemptionEnded(before: readonly string[], keptFor: string | undefined, now: readonly string[]): boolean {
  if (!keptFor?.includes(WHY_LETTERS.exempt)) return false
  const kept = new Set(now)
  return before.some((name, i) => keptFor[i] === WHY_LETTERS.exempt && !kept.has(name))
}

function fixedRates(values: Iterable<readonly [string, number]>, rates: ReadonlyMap<string, number>): string {
  const fixed = [...values].filter(([, value]) => value === LOCKED_VALUE)
  return fixed
    .map(([signature]) => `${signature} ${rates.get(signature) ?? 1}`)
    .toSorted()
    .join()
}

function shareReason(change: number, { instances, per_minute: pace = 0 }: Forecast, before: Forecast): string {
  if (instances !== before.instances) return `${instances} instances instead of ${before.instances} share the budget`
  const ofPace = ratioOf(pace, before.per_minute ?? 0)
  if (Math.abs(ofPace - 1) < MIN_SHARE_CHANGE / 2) return `${change > 1 ? 'less' : 'more'} than planned is spent`
  return `the pace of the day leaves ${change > 1 ? 'more' : 'less'} for now`
}

/** Equal values are no change: nothing before and nothing now are equal. */
function ratioOf(now: number, before: number): number {
  return now === before ? 1 : now / before
}

function changesOf(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let changes = 0
  for (const [signature, rate] of after) if ((before.get(signature) ?? 1) !== rate) changes++
  for (const signature of before.keys()) if (!after.has(signature)) changes++
  return changes
}
