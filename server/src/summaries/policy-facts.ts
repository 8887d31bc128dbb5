import type { Policy } from 'lipservice/protocol'
import { bytes, percent, records } from '../internal/amount-text.js'
import { type Forecast, forecastOf } from '../policies/forecast.js'
import { WHY_LETTERS } from '../policies/pattern-plan.js'
import type { ReplayFigures } from '../policies/rollout-desk.js'
import type { NamedTemplate } from '../store/contracts/patterns.js'
import type { StoredPolicy } from '../store/contracts/policies.js'
import { type Facts, minuteOf, type QuotedTemplate, quoted } from './facts.js'

const MAX_THINNED = 3

interface ThinnedFact extends QuotedTemplate {
  readonly kept_at_most: string
}

/** What is known of one version of a policy. Absent: it does not say so. */
export interface PolicyFacts {
  readonly version: number
  readonly made_by: string
  readonly made_at: string
  readonly stage: string
  readonly stage_since: string
  readonly mode?: string
  readonly global_rate?: string
  readonly budget?: string
  readonly allowed_a_minute?: string
  readonly logged_a_minute?: string
  readonly kept_whole_a_minute?: string
  readonly expected_a_minute?: string
  readonly what_must_be_kept_fits?: boolean
  readonly instances?: number
  readonly patterns_kept_whole?: number
  readonly kept_whole_for?: Facts
  readonly patterns_with_a_rate?: number
  readonly thinned_most?: readonly ThinnedFact[]
  readonly since_version?: Facts
  readonly replay_of_the_past?: Facts
}

const MAKERS: Readonly<Record<StoredPolicy['kind'], string>> = {
  operator: 'a person',
  rollback: 'a person, who put an earlier version in force again',
  plan: 'the allocator, as a new plan for a budget',
  adjustment: 'the allocator, as an adjustment to the traffic',
  incident: 'a person, with the switch that keeps everything',
  revert: 'the server, which took a version back',
}
const WHYS: Readonly<Record<string, string>> = {
  [WHY_LETTERS.exempt]: 'exempt by hand',
  [WHY_LETTERS.security]: 'security',
  [WHY_LETTERS.audit]: 'audit',
  [WHY_LETTERS.novel]: 'new',
  [WHY_LETTERS.incident]: 'part of an incident',
}

/** @param before the version that was in force before it; `undefined`: there was none */
export function policyFacts(
  found: StoredPolicy,
  before: StoredPolicy | undefined,
  templates: readonly NamedTemplate[],
): PolicyFacts {
  const policy = JSON.parse(found.document) as Policy
  const forecast = forecastOf(found)
  const rates = Object.entries(policy.pattern_rates ?? {})
  return {
    version: found.version,
    made_by: MAKERS[found.kind],
    made_at: minuteOf(found.createdAt),
    stage: found.stage,
    stage_since: minuteOf(found.stageAt),
    ...(policy.mode !== undefined && policy.mode !== 'active' && { mode: policy.mode }),
    ...(policy.global_rate !== undefined && { global_rate: percent(policy.global_rate) }),
    ...plannedFacts(forecast),
    ...(policy.keep_patterns !== undefined && { patterns_kept_whole: policy.keep_patterns.length }),
    ...(forecast.kept_for !== undefined && { kept_whole_for: whysOf(forecast.kept_for) }),
    ...(rates.length > 0 && { patterns_with_a_rate: rates.filter(([, rate]) => rate < 1).length }),
    ...(rates.some(([, rate]) => rate < 1) && { thinned_most: thinnedMost(rates, templates) }),
    ...(before !== undefined && { since_version: changedFacts(policy, before) }),
    ...(forecast.replay !== undefined && { replay_of_the_past: replayFacts(forecast.replay as ReplayFigures) }),
  }
}

/** Returns the signatures of the patterns that a policy thins most: their templates stand in its facts. */
export function thinnedSignatures({ document }: StoredPolicy): string[] {
  const { pattern_rates = {} } = JSON.parse(document) as Policy
  return lowest(Object.entries(pattern_rates)).map(([signature]) => signature)
}

function plannedFacts({ budget, unit, feasible, instances, ...planned }: Forecast): Partial<PolicyFacts> {
  const amount = unit === 'records' ? records : bytes
  const some = (name: keyof PolicyFacts, value: number | undefined) =>
    value === undefined ? {} : { [name]: amount(value) }
  return {
    ...(budget !== undefined && { budget }),
    ...some('allowed_a_minute', planned.per_minute),
    ...some('logged_a_minute', planned.demand),
    ...some('kept_whole_a_minute', planned.protected),
    ...some('expected_a_minute', planned.expected),
    ...(feasible !== undefined && { what_must_be_kept_fits: feasible }),
    ...(instances !== undefined && { instances }),
  }
}

function whysOf(letters: string): Facts {
  const counts = Map.groupBy(letters, (letter) => WHYS[letter] ?? 'else')
  return Object.fromEntries([...counts].map(([why, all]) => [why, all.length]))
}

function lowest(rates: readonly [string, number][]): readonly [string, number][] {
  return rates
    .filter(([, rate]) => rate < 1)
    .toSorted((a, b) => a[1] - b[1])
    .slice(0, MAX_THINNED)
}

function thinnedMost(rates: readonly [string, number][], templates: readonly NamedTemplate[]): ThinnedFact[] {
  return lowest(rates).flatMap(([signature, rate]) => {
    const named = templates.find((one) => one.signature === signature)
    return named === undefined ? [] : [{ ...quoted(named.template), kept_at_most: percent(rate) }]
  })
}

function changedFacts(policy: Policy, before: StoredPolicy): Facts {
  const old = JSON.parse(before.document) as Policy
  const rateOf = ({ pattern_rates = {} }: Policy, signature: string) => pattern_rates[signature] ?? 1
  const named = [...new Set([policy, old].flatMap(({ pattern_rates = {} }) => Object.keys(pattern_rates)))]
  const [kept, keptBefore] = [new Set(policy.keep_patterns), new Set(old.keep_patterns)]
  const [now, then] = [policy.budget?.bytes_per_second, old.budget?.bytes_per_second]
  return {
    version: before.version,
    rates_that_are_higher: named.filter((one) => rateOf(policy, one) > rateOf(old, one)).length,
    rates_that_are_lower: named.filter((one) => rateOf(policy, one) < rateOf(old, one)).length,
    patterns_kept_whole_now: [...kept].filter((one) => !keptBefore.has(one)).length,
    patterns_kept_whole_no_more: [...keptBefore].filter((one) => !kept.has(one)).length,
    ...(now !== undefined && { budget_of_an_instance_a_second: bytes(now) }),
    ...(then !== undefined && { budget_of_an_instance_a_second_before: bytes(then) }),
  }
}

function replayFacts(replay: Partial<ReplayFigures>): Facts {
  const { hours, bytesPerDay, keptBytesPerDay, budgetError, problem } = replay
  return {
    ...(hours !== undefined && { hours: Math.round(hours) }),
    ...(bytesPerDay !== undefined && { logged_a_day: bytes(bytesPerDay) }),
    ...(keptBytesPerDay !== undefined && { kept_a_day: bytes(keptBytesPerDay) }),
    ...(budgetError != null && { off_the_budget_by: percent(Math.abs(budgetError)), over_the_budget: budgetError > 0 }),
    passed: problem === undefined,
  }
}
