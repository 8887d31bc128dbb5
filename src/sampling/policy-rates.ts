import { readPatternChecks } from '../protocol/pattern-checks.js'
import type { Policy } from '../protocol/policy.js'
import type { StratumAllocation } from './adaptive/adaptation.js'
import { type Ceilings, compileCeilings, NO_CEILINGS, type PolicyPattern } from './ceilings.js'
import type { PatternSampling } from './pattern-sampling.js'
import { type Arrival, type PolicyRate, RateSlew } from './rate-slew.js'

const DEFAULT_REFRESH_MILLIS = 60_000
/** Checks by id. */
type KeptPatterns = ReadonlyMap<string, ReadonlySet<string>>
const NO_PATTERNS: KeptPatterns = new Map()

export interface PolicyChange {
  readonly hasBudget: boolean
  /** What the plan gave before, if the policy has changed it. */
  readonly allocationBefore: StratumAllocation | undefined
  /** Monotonic milliseconds. */
  readonly now: number
  /** Probabilities fall at once, not slowly. */
  readonly atOnce: boolean
}

/** Bounds of probabilities by policies: ceilings in force, and lower bounds while they fall. Times are monotonic milliseconds. */
export interface PolicyRates {
  /** Returns the upper bound by the policy in force; `undefined` where it names none. */
  ceilingOf(pattern: PolicyPattern, severityNumber: number): number | undefined
  /** Returns whether the policy lets all records of a pattern pass. */
  keepsAll(pattern: PolicyPattern): boolean
  /** Returns an allocation, bounded by the policy in force. */
  bounded(ceiling: number | undefined, allocated: number): number
  isFalling(now: number): boolean
  /** Returns the lower bound of a probability by previous policies; 0 if there is none. */
  lowerBound(arrival: Arrival, now: number): number
  /** Returns whether nothing of a pattern is to be kept. Only where `allowRemoteSilence` is set. */
  isSilenced(pattern: PatternSampling, severityNumber: number, now: number): boolean
  use(policy: Policy | undefined, change: PolicyChange): void
}

export function createPolicyRates(allowRemoteSilence: boolean, hasLocalBudget: boolean): PolicyRates {
  const slew = new RateSlew()
  let ceilings: Ceilings = NO_CEILINGS
  let keptPatterns = NO_PATTERNS
  let hasBudget = hasLocalBudget
  let shipsAll = false
  let refreshMillis = DEFAULT_REFRESH_MILLIS

  function rateInForce(allocationBefore: StratumAllocation | undefined): PolicyRate {
    if (shipsAll) return () => 1
    const before = ceilings
    const hadBudget = hasBudget
    return ({ pattern, stratum, severityNumber, allocated }) =>
      boundedBy(before.of(pattern, severityNumber), allocationBefore?.(stratum) ?? allocated, hadBudget)
  }

  return {
    ceilingOf: (pattern, severityNumber) => ceilings.of(pattern, severityNumber),
    keepsAll: ({ signature, check }) => keptPatterns.size > 0 && (keptPatterns.get(signature)?.has(check) ?? false),
    bounded: (ceiling, allocated) => boundedBy(ceiling, allocated, hasBudget),
    isFalling: (now) => slew.isFalling(now),
    lowerBound: (arrival, now) => slew.lowerBound(arrival, now),
    isSilenced(pattern, severityNumber, now) {
      // A severity that cannot be read may be an error's.
      if (!allowRemoteSilence || severityNumber === 0) return false
      if (ceilings.of(pattern, severityNumber) !== 0) return false
      return slew.lowerBound({ pattern, stratum: pattern, severityNumber, allocated: 1 }, now) === 0
    },
    use(policy, change) {
      if (!change.atOnce) slew.replaced(rateInForce(change.allocationBefore), change.now, refreshMillis)
      ceilings = policy === undefined ? NO_CEILINGS : compileCeilings(policy)
      keptPatterns = policy === undefined ? NO_PATTERNS : keptPatternsOf(policy)
      hasBudget = change.hasBudget
      shipsAll = policy?.mode === 'off' || policy?.mode === 'shadow'
      refreshMillis = policy?.refresh_seconds === undefined ? DEFAULT_REFRESH_MILLIS : policy.refresh_seconds * 1_000
    },
  }
}

/** Bounds an allocation: a remote rate replaces square-root thinning, and is an upper bound under a budget. */
function boundedBy(ceiling: number | undefined, allocated: number, hasBudget: boolean): number {
  return ceiling === undefined || (hasBudget && allocated < ceiling) ? allocated : ceiling
}

/** Checks of what is kept whole. An id alone keeps nothing: anybody can log what has it. */
function keptPatternsOf(policy: Policy): KeptPatterns {
  const { keep } = readPatternChecks(policy)
  const kept = new Map<string, Set<string>>()
  for (const [i, id] of (policy.keep_patterns ?? []).entries()) {
    const check = keep[i]
    if (check === undefined) continue
    const checks = kept.get(id) ?? new Set()
    kept.set(id, checks.add(check))
  }
  return kept
}
