import { allocatedProbability, type Demand, solveLambda } from '../sampling/adaptive/allocation.js'
import { FIRST_SHARE, NOVEL_SHARE } from '../sampling/allowances/shares.js'
import { LOCKED_VALUE, type Protection, WORDS_VALUE } from './class-worth.js'
import { newsThatFits } from './news.js'
import { nextRate, type RateSteps } from './next-rate.js'
import type { PatternDemand } from './pattern-demand.js'
import { isByWords, isFarOver, wordsThatFit } from './words.js'

/** Records of a pattern and minute that a fleet keeps whole, divided among its instances. */
const FLEET_FIRST_RECORDS = 5
/** Keeps a policy well below what may be sent. */
const MAX_RATES = 4_000

/** Why a pattern is kept whole by a policy. Errors pass by themselves. */
export type WhyKept = 'exempt' | 'security' | 'audit' | 'judged' | 'novel' | 'incident'

/** What {@link allocate} divides, and among whom. */
export interface AllocationInput {
  /** What each pattern asks for. */
  readonly patterns: readonly PatternDemand[]
  /** What is kept whole whenever it comes, by signature: patterns that were not seen lately too. */
  readonly alwaysKept: ReadonlyMap<string, WhyKept>
  /** Signatures that are kept whole now. */
  readonly keptBefore: Pick<ReadonlySet<string>, 'has'>
  /** Rates that people fixed, of patterns that were not seen lately too. */
  readonly locks: ReadonlyMap<string, number>
  /** What may be kept per minute by the whole fleet, in the unit of the budget. */
  readonly perMinute: number
  /** The same by the hour of the day alone, whatever was spent until now: of this words take their part. */
  readonly usualPerMinute: number
  /** Instances that report. */
  readonly instances: number
  /** Rates in force; absent = 1. */
  readonly rates: ReadonlyMap<string, number>
  /** How often the rate of a pattern was changed today. */
  readonly changes: ReadonlyMap<string, number>
  /** How far rates may go from those in force. */
  readonly how: RateSteps
}

/** What {@link allocate} made of a budget. */
export interface Allocation {
  /** Upper bounds by signature; absent = 1. */
  readonly rates: ReadonlyMap<string, number>
  /** Signatures kept whole, and why each is. */
  readonly kept: readonly string[]
  /** In the order of `kept`. */
  readonly keptFor: readonly WhyKept[]
  /** What a record is worth by signature; absent = 1. */
  readonly values: ReadonlyMap<string, number>
  /** Records of a pattern and minute that each instance keeps whole. */
  readonly keepFirst: number
  /** Expected per minute, in the unit of the budget. */
  readonly demand: number
  /** Of it what is kept whole. */
  readonly protectedDemand: number
  /** What is set aside for first records and for patterns that are new. */
  readonly floors: number
  /** Expected part of each pattern that is kept, 0–1, by signature. */
  readonly keptShares: ReadonlyMap<string, number>
  /** What is spent of the budget. */
  readonly expected: number
  /** Patterns that are kept whole, by why. */
  readonly protections: ReadonlyMap<Protection | 'news', number>
  /** News that are too much to be kept whole. */
  readonly largeNews: number
  /** What its words say is security or audit, and is too much to be kept whole. */
  readonly largeWords: number
  /** So much of it is kept whole now that it cannot wait. */
  readonly isFarOverWords: boolean
  /** What rates in force keep from being spent, per minute: bounds below what is wanted now. */
  readonly heldBack: number
  /** Whether all fits without any thinning. */
  readonly fits: boolean
  /** Whether what is kept whole fits the budget. It is kept even if it does not. */
  readonly isFeasible: boolean
}

/** Divides what a fleet may keep among the patterns of a service. */
export function allocate(input: AllocationInput): Allocation {
  const { alwaysKept, keptBefore, locks, perMinute, usualPerMinute, instances, rates, changes, how } = input
  const live = Math.max(1, instances)
  const words = wordsThatFit(input.patterns, usualPerMinute, ({ signature }) => keptBefore.has(signature))
  const large = input.patterns.filter((pattern) => isByWords(pattern) && !words.has(pattern))
  const patterns = withoutLargeWords(input.patterns, new Set(large))
  const news = newsThatFits(patterns, perMinute, (signature) => keptBefore.has(signature))
  const protections = new Map<Protection | 'news', number>()
  const kept: string[] = []
  const keptFor: WhyKept[] = []
  const keep = (signature: string, why: WhyKept) => {
    kept.push(signature)
    keptFor.push(why)
  }
  const values = new Map<string, number>()
  const open: (Demand & { signature: string; isNews: boolean })[] = []
  const parts: { signature: string; perMinute: number; first: number; share: number | undefined }[] = []
  const keptShares = new Map<string, number>()
  let demand = 0
  let protectedDemand = 0
  let locked = 0
  let firsts = 0
  for (const pattern of patterns) {
    const { signature, cost, value, lock } = pattern
    demand += pattern.perMinute * cost
    const protection = pattern.protection ?? (news.has(signature) ? 'news' : undefined)
    if (protection !== undefined) {
      protectedDemand += pattern.perMinute * cost
      keptShares.set(signature, 1)
      protections.set(protection, (protections.get(protection) ?? 0) + 1)
      // Errors pass by themselves, whatever a policy says.
      if (protection !== 'errors') keep(signature, protection === 'news' ? newsOf(pattern) : protection)
      continue
    }
    if (value !== 1 && lock === undefined) values.set(signature, value)
    // Every instance keeps the first of a minute: of a pattern that comes at random, all that find none before them.
    const first = live * -Math.expm1(-pattern.perMinute / live)
    firsts += first * cost
    const rest = pattern.perMinute - first
    parts.push({ signature, perMinute: pattern.perMinute, first, share: lock })
    if (lock !== undefined) locked += lock * rest * cost
    else open.push({ signature, perMinute: rest, cost, value, ceiling: 1, isNews: pattern.isNews })
  }
  const keepFirst = Math.max(1, Math.round(FLEET_FIRST_RECORDS / live))
  const floors = Math.min(firsts, FIRST_SHARE * perMinute) + (keepFirst > 1 ? NOVEL_SHARE * perMinute : 0)
  const available = perMinute - protectedDemand - floors - locked
  const lambda = solveLambda(open, Math.max(0, available))
  const wanted = ({ perMinute: n, cost, value }: Demand) =>
    lambda === Number.POSITIVE_INFINITY ? 1 : allocatedProbability(lambda, n, cost, value)

  const next = new Map<string, number>()
  const drawnShares = new Map<string, number>()
  let drawn = 0
  let heldBack = 0
  for (const pattern of open) {
    const p = wanted(pattern)
    drawnShares.set(pattern.signature, p)
    drawn += p * pattern.perMinute * pattern.cost
    const current = rates.get(pattern.signature) ?? 1
    heldBack += Math.max(0, p - current) * pattern.perMinute * pattern.cost
    const rate = nextRate(current, p, how, changes.get(pattern.signature) ?? 0)
    if (rate < 1) next.set(pattern.signature, rate)
  }
  const ofFirsts = firsts > 0 ? Math.min(1, (FIRST_SHARE * perMinute) / firsts) : 1
  for (const { signature, perMinute: n, first, share = drawnShares.get(signature) ?? 1 } of parts)
    if (n > 0) keptShares.set(signature, Math.min(1, (first * Math.max(share, ofFirsts) + (n - first) * share) / n))
  const current = new Set(patterns.map(({ signature }) => signature))
  for (const [signature, why] of alwaysKept) if (!current.has(signature)) keep(signature, why)
  // Of patterns that come now and then, what was known of them stays.
  for (const [signature, rate] of rates) {
    if (next.size >= MAX_RATES) break
    if (!current.has(signature)) next.set(signature, rate)
  }
  const whole = new Set(patterns.filter(({ protection }) => protection !== undefined).map(({ signature }) => signature))
  for (const [signature, rate] of locks) {
    next.delete(signature)
    if (whole.has(signature)) continue
    if (rate < 1) next.set(signature, rate)
    values.set(signature, LOCKED_VALUE)
  }
  for (const signature of kept) {
    next.delete(signature)
    values.delete(signature)
  }
  const expected = Math.min(demand, protectedDemand + floors + locked + drawn)
  return {
    rates: next,
    kept,
    keptFor,
    values,
    keepFirst,
    demand,
    protectedDemand,
    floors,
    keptShares,
    expected,
    protections,
    largeNews: open.filter(({ isNews }) => isNews).length,
    largeWords: large.filter(({ protection }) => protection !== 'judged').length,
    isFarOverWords: isFarOver(
      large.filter(({ signature }) => keptBefore.has(signature)),
      usualPerMinute,
    ),
    heldBack,
    fits: lambda === Number.POSITIVE_INFINITY && next.size === 0,
    isFeasible: protectedDemand + locked <= perMinute,
  }
}

/** What words say and does not fit is worth more, no more. */
function withoutLargeWords(
  patterns: readonly PatternDemand[],
  large: ReadonlySet<PatternDemand>,
): readonly PatternDemand[] {
  if (large.size === 0) return patterns
  return patterns.map((pattern) =>
    large.has(pattern) ? { ...pattern, protection: undefined, value: Math.max(pattern.value, WORDS_VALUE) } : pattern,
  )
}

function newsOf({ inIncident }: PatternDemand): 'novel' | 'incident' {
  return inIncident ? 'incident' : 'novel'
}
