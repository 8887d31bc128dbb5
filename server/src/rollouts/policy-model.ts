import { allocatedProbability, type Demand, FIRST_SHARE, solveLambda, thinningProbability } from 'lipservice/allocation'
import type { Policy } from 'lipservice/protocol'
import { type PolicyPatterns, policyPatterns } from '../policies/policy-patterns.js'
import { namedBy } from '../store/store.js'

const SECONDS_PER_MINUTE = 60

/** A pattern's traffic in the whole fleet. */
export interface PatternTraffic {
  /** Names the pattern, as `patternName` does. */
  readonly signature: string
  /** Most of its records have it. */
  readonly severity: string
  /** Part of its records that are errors, 0–1. */
  readonly errorShare: number
  readonly perMinute: number
  /** Bytes of a kept record, as billed. */
  readonly cost: number
}

export interface PatternOutcome {
  readonly signature: string
  /** Expected per minute. */
  readonly kept: number
  /** Probability of a record that is not among the first of its minute, 0–1. */
  readonly p: number
  readonly isWhole: boolean
}

export interface ModelInput {
  readonly policy: Policy
  readonly traffic: readonly PatternTraffic[]
  /** Instances, which divide the traffic evenly. */
  readonly instances: number
  /** Factor on the policy's budget, for another hour of the day. Default: 1. */
  readonly budgetFactor?: number
}

/** Returns what SDKs make of a policy: expected keeps per minute by pattern, by the rules of the SDK's own sampler. */
export function modelOf({ policy, traffic, instances, budgetFactor = 1 }: ModelInput): PatternOutcome[] {
  const live = Math.max(1, instances)
  const said = policyPatterns(policy)
  const budget =
    policy.budget === undefined ? undefined : policy.budget.bytes_per_second * SECONDS_PER_MINUTE * live * budgetFactor
  const parts = traffic.map((pattern) => {
    const isWhole = said.keepsWhole(namedBy(pattern.signature)) || policy.mode === 'off' || policy.mode === 'shadow'
    const errors = pattern.perMinute * (isWhole ? 1 : pattern.errorShare)
    const others = pattern.perMinute - errors
    const first = live * -Math.expm1(-others / live)
    return { pattern, isWhole, errors, first, rest: others - first }
  })
  const spend = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part) => sum + of(part) * part.pattern.cost, 0)
  const firsts = spend(({ first }) => first)
  const firstFactor = budget === undefined || firsts === 0 ? 1 : Math.min(1, (FIRST_SHARE * budget) / firsts)
  const demands = parts.map(
    ({ pattern, rest, first }): Demand => ({
      perMinute: rest + first * (1 - firstFactor),
      cost: pattern.cost,
      value: said.valueOf(namedBy(pattern.signature)),
      ceiling: ceilingOf(policy, said, pattern) ?? 1,
    }),
  )
  const lambda =
    budget === undefined
      ? Number.POSITIVE_INFINITY
      : solveLambda(demands, Math.max(0, budget - spend(({ errors }) => errors) - firsts * firstFactor))
  return parts.map(({ pattern, isWhole, errors, first }, i) => {
    const demand = demands[i]!
    const p = probabilityOf(demand, ceilingOf(policy, said, pattern), lambda, budget !== undefined, live)
    return {
      signature: pattern.signature,
      kept: errors + first * firstFactor + demand.perMinute * p,
      p: isWhole ? 1 : p,
      isWhole,
    }
  })
}

/**
 * Returns what is kept and logged per minute besides errors and what is kept whole, in bytes of kept records or in
 * records.
 */
export function modelBesides(input: ModelInput, unit: 'bytes' | 'records'): { kept: number; logged: number } {
  const sums = { kept: 0, logged: 0 }
  for (const [i, { kept, isWhole }] of modelOf(input).entries()) {
    const { perMinute, errorShare, cost } = input.traffic[i]!
    const must = perMinute * (isWhole ? 1 : errorShare)
    const each = unit === 'bytes' ? cost : 1
    sums.kept += Math.max(0, kept - must) * each
    sums.logged += (perMinute - must) * each
  }
  return sums
}

function ceilingOf(policy: Policy, said: PolicyPatterns, { signature, severity }: PatternTraffic): number | undefined {
  const bySeverity = policy.severity_rates as Readonly<Record<string, number>> | undefined
  return said.rateOf(namedBy(signature)) ?? bySeverity?.[severity] ?? policy.global_rate
}

function probabilityOf(demand: Demand, ceiling: number | undefined, lambda: number, hasBudget: boolean, live: number) {
  if (!hasBudget) return ceiling ?? thinningProbability(demand.perMinute / live)
  if (lambda === Number.POSITIVE_INFINITY) return demand.ceiling
  return Math.min(demand.ceiling, allocatedProbability(lambda, demand.perMinute, demand.cost, demand.value))
}
