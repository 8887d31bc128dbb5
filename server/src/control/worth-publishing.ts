import { LOCKED_VALUE, NEWS_VALUE } from 'lipservice/allocation'
import type { Policy } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import type { Forecast } from '../policies/forecast.js'
import { WHY_LETTERS } from '../policies/pattern-plan.js'
import type { Proposal } from './proposal.js'
import type { Pace } from './version-pace.js'

/** A smaller change of an instance's budget is not worth a version. */
const MIN_SHARE_CHANGE = 0.1
/** Beyond these ratios it is changed at once. */
const URGENT_RISE_RATIO = 1.3
const URGENT_FALL_RATIO = 0.85
/** However many versions a day has had: a budget that is off by more is missed. */
const MAX_URGENT_PATIENCE = 3
/** Rates are upper bounds: what they keep from being spent has to be so much of the budget for them to follow at once. */
const MIN_HELD_BACK = 0.02
const RENEWAL_SECONDS = 3 * 3_600
const MORE_KEPT = 'more patterns are kept whole'

/**
 * Returns why a new version should replace the one in force, in a person's words; `undefined`: it should not. Policies
 * change rarely, because people and alerts see every change.
 */
export function reasonToPublish(
  base: Policy,
  proposal: Proposal,
  before: Forecast,
  pace: Pace,
  now: EpochSeconds,
): string | undefined {
  return (
    reasonOfPeople(proposal, before) ??
    reasonOfModel(base, proposal) ??
    (pace.takesGuarantees ? reasonOfGuarantees(proposal) : undefined) ??
    (pace.takesUrgent ? reasonOfUrgency(proposal, before, pace) : undefined) ??
    (pace.due !== 'not yet' ? reasonThatCanWait(base, proposal, before, pace) : undefined) ??
    (isOld(base, now) ? 'it is renewed before it expires' : undefined)
  )
}

/** What people did waits for nothing. */
function reasonOfPeople({ allocation, forecast, before: inForce }: Proposal, before: Forecast): string | undefined {
  const kept = new Set(inForce.kept)
  const isExempted = allocation.kept.some((name, i) => allocation.keptFor[i] === 'exempt' && !kept.has(name))
  if (isExempted) return MORE_KEPT
  const fixed = fixedRates(inForce.values, inForce.rates)
  if (fixed !== fixedRates(allocation.values, allocation.rates)) return 'a person fixed a rate, or let it go'
  if (forecast.labelled?.join() !== before.labelled?.join()) return 'a person said what a pattern is, or that ended'
  return exemptionEnded(inForce.kept, before.kept_for, allocation.kept) ? 'an exemption ended' : undefined
}

/** A person switched it off, or another took its place, and it is not heard any more from the next version on. */
function reasonOfModel({ llm_model: named }: Policy, { judgedBy }: Proposal): string | undefined {
  return named !== undefined && judgedBy === undefined ? 'a language model is not heard any more' : undefined
}

/** What the policy in force would thin as anything else. What it knows to be worth more can wait to be kept whole. */
function reasonOfGuarantees({ allocation, before: { kept, values } }: Proposal): string | undefined {
  const whole = new Set(kept)
  const isKnown = (name: string) => whole.has(name) || (values.get(name) ?? 1) >= NEWS_VALUE
  if (allocation.kept.some((name) => !isKnown(name))) return MORE_KEPT
  // What was kept whole until now loses; it can wait.
  for (const [name, value] of allocation.values)
    if (value >= NEWS_VALUE && !whole.has(name) && (values.get(name) ?? 1) < value)
      return 'what is new, part of an incident or of security is worth more'
  return undefined
}

function reasonOfUrgency({ forecast, allocation }: Proposal, before: Forecast, { patience }: Pace): string | undefined {
  if (allocation.isFarOverWords) return 'words alone keep too much whole'
  const change = ratioOf(forecast.per_instance ?? 0, before.per_instance ?? 0)
  const urgency = Math.min(patience, MAX_URGENT_PATIENCE)
  const isUrgent = change > URGENT_RISE_RATIO ** urgency || change < URGENT_FALL_RATIO ** urgency
  return isUrgent ? shareReason(change, forecast, before) : undefined
}

function reasonThatCanWait(
  base: Policy,
  { forecast, allocation, before: inForce }: Proposal,
  before: Forecast,
  { due, patience }: Pace,
): string | undefined {
  const changed = changesOf(inForce.rates, allocation.rates)
  const isHeldBack = allocation.heldBack > MIN_HELD_BACK * (forecast.per_minute ?? 0)
  if (changed > 0 && (isHeldBack || due === 'overdue'))
    return `${changed} rate${changed === 1 ? '' : 's'} follow${changed === 1 ? 's' : ''} the volume`
  // What was kept whole until now costs little, and what is to be was worth more: on a day with many versions both can wait.
  if (patience === 1 || due === 'overdue') {
    const kept = new Set(inForce.kept)
    if (allocation.kept.some((name) => !kept.has(name))) return MORE_KEPT
    if (allocation.kept.length !== kept.size) return 'fewer patterns are kept whole'
  }
  if (base.keep_first?.count !== allocation.keepFirst) return 'the number of instances changed'
  const change = ratioOf(forecast.per_instance ?? 0, before.per_instance ?? 0)
  return Math.abs(change - 1) > MIN_SHARE_CHANGE * patience ? shareReason(change, forecast, before) : undefined
}

function isOld({ expires_at: expires }: Policy, now: EpochSeconds): boolean {
  return expires === undefined || Date.parse(expires) / 1000 - now < RENEWAL_SECONDS
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
