import { type Allocation, allocate } from 'lipservice/allocation'
import { type Policy, packPatternChecks } from 'lipservice/protocol'
import { sharesOf } from '../budgets/sharing.js'
import type { EpochSeconds } from '../internal/clock.js'
import { type Forecast, forecastOf } from '../policies/forecast.js'
import { WHY_LETTERS } from '../policies/pattern-plan.js'
import { type ByPattern, byPattern, patternFields, type RatedCheck } from '../policies/policy-patterns.js'
import { namedBy, patternName } from '../store/store.js'
import { inUnit, meanBytes, type Target } from './division.js'
import { fittingFamilies } from './policy-families.js'
import { raisedIn, reasoningOf } from './reasoning.js'
import type { ServiceState } from './service-state.js'
import type { ControlSettings } from './settings.js'

const SECONDS_PER_MINUTE = 60
/** A policy expires after this: without a newer one SDKs adapt by themselves again. */
const LIFETIME_SECONDS = 6 * 3_600
/** What was spent corrects the budget by at most this factor at once. */
const MAX_GAIN_STEP = 1.25
/** And by no more in all. Downwards it goes further: instances that come and go spend more than they count for. */
const MAX_GAIN = 4
const MIN_GAIN = 1 / 64
/** Where less than this times the spending was logged, spending says nothing of how well the budget is met. */
const MIN_THINNING_RATIO = 1.2

/** As many as a policy may name; those that come now are before those that may come. */
const MAX_KEPT = 10_000

/** A document that the allocator would put in force. */
export interface Proposal {
  readonly document: object & Pick<ReturnType<typeof patternFields>, 'pattern_rates'> & Pick<Policy, 'word_families'>
  readonly forecast: Forecast
  readonly allocation: Allocation
  /** What is in force, by the names of patterns. */
  readonly before: ByPattern
  /** The model that was heard; `undefined`: none. */
  readonly judgedBy: string | undefined
}

export interface ProposalInput {
  readonly state: ServiceState
  readonly target: Target
  readonly settings: ControlSettings
  readonly now: EpochSeconds
  /** What is in force, where the allocator made it. */
  readonly base: Policy | undefined
  /** How often the rate of a signature was changed today. */
  readonly changes: ReadonlyMap<string, number>
  /** `at once`: to the wanted rates in one go. `hold`: rates stay as they are. */
  readonly rates: 'at once' | 'one step' | 'hold'
}

export function propose({ state, target, settings, now, base, changes, rates: how }: ProposalInput): Proposal {
  const { budget, perMinute, usualPerMinute } = target
  const bytesPerSecond = (perMinute * (budget.unit === 'bytes' ? 1 : meanBytes(state))) / SECONDS_PER_MINUTE
  const shares = sharesOf(state.living, bytesPerSecond)
  const before = byPattern(base ?? {}, state.ratedCheck)
  const cost = (bytes: number) => (budget.unit === 'bytes' ? bytes : 1)
  const patterns = state.patterns.map((pattern) => ({ ...pattern, cost: cost(pattern.bytes) }))
  const divided = allocate({
    patterns,
    alwaysKept: state.alwaysKept,
    keptBefore: new Set(before.kept),
    usualPerMinute,
    locks: state.locks,
    perMinute,
    instances: Math.round(shares),
    rates: before.rates,
    changes: new Map(patterns.map(({ signature: name }) => [name, changes.get(namedBy(name).signature) ?? 0])),
    how,
  })
  const kept = divided.kept.slice(0, MAX_KEPT)
  const allocation = { ...divided, kept, ...ratedOnly(divided, state.ratedCheck) }
  const { checks, ...fields } = patternFields(allocation)
  const pattern_checks = packPatternChecks(fields, checks)
  const gain = gainOf(state, target)
  const perInstance = significant((bytesPerSecond / shares) * gain)
  const forecast: Forecast = {
    budget: budget.text,
    budget_since: budget.since,
    unit: budget.unit,
    per_minute: significant(perMinute),
    demand: significant(allocation.demand),
    protected: significant(allocation.protectedDemand),
    expected: significant(allocation.expected),
    instances: Math.max(1, state.living.lasting.length),
    shares: significant(shares),
    per_instance: perInstance,
    gain: significant(gain),
    feasible: allocation.isFeasible,
    ...whysOf(allocation, state),
  }
  const incidentUntil = base?.incident_until
  const document = {
    generated_by: 'allocator',
    ...(state.judgedBy !== undefined && raisedIn(state) > 0 && { llm_model: state.judgedBy }),
    reasoning: reasoningOf({ state, target, allocation, forecast }),
    refresh_seconds: settings.refreshSeconds,
    budget: { bytes_per_second: perInstance },
    ...fields,
    ...(pattern_checks !== '' && { pattern_checks }),
    keep_first: { count: allocation.keepFirst, per_seconds: SECONDS_PER_MINUTE },
    expires_at: new Date((now + LIFETIME_SECONDS) * 1000).toISOString(),
    ...(incidentUntil != null && Date.parse(incidentUntil) > now * 1000 && { incident_until: incidentUntil }),
    ...(base?.merge_rules !== undefined && { merge_rules: base.merge_rules }),
    ...(base?.merge_rules_version !== undefined && { merge_rules_version: base.merge_rules_version }),
    ...(base?.rules !== undefined && { rules: base.rules }),
  }
  const word_families = fittingFamilies(state.families ?? base?.word_families ?? [], document)
  const withFamilies = { ...document, ...(word_families.length > 0 && { word_families }) }
  return { document: withFamilies, forecast, allocation, before, judgedBy: state.judgedBy }
}

/** Returns the rates and values that a policy has a place for. What has none is thinned by each SDK alone, within its budget. */
function ratedOnly({ rates, values }: Allocation, ratedCheck: RatedCheck): Pick<Allocation, 'rates' | 'values'> {
  const hasPlace = ([name]: readonly [string, number]) => {
    const { signature } = namedBy(name)
    return patternName({ signature, check: ratedCheck(signature) }) === name
  }
  return { rates: new Map([...rates].filter(hasPlace)), values: new Map([...values].filter(hasPlace)) }
}

/**
 * Returns the factor that closes the gap between the budget and what is spent: instances that differ in traffic do not
 * use all of their shares.
 */
function gainOf({ current, lately, complete }: ServiceState, { budget }: Target): number {
  const { active } = current
  const { gain = 1, per_minute: planned, unit, budget_since } = forecastOf(active)
  if (active === undefined || planned === undefined) return 1
  if (unit !== budget.unit || budget_since !== budget.since) return 1
  const isSettled = active.stageAt <= complete - lately.seconds
  const wasThinned = inUnit(lately.seen, budget) > MIN_THINNING_RATIO * inUnit(lately, budget)
  const spent = inUnit(lately, budget) / (lately.seconds / SECONDS_PER_MINUTE)
  if (!isSettled || !wasThinned || spent <= 0) return gain
  const step = Math.min(MAX_GAIN_STEP, Math.max(1 / MAX_GAIN_STEP, Math.sqrt(planned / spent)))
  return Math.min(MAX_GAIN, Math.max(MIN_GAIN, gain * step))
}

/** Returns why each pattern of `keep_patterns` is kept, a letter each, and what people fixed: a document does not say it. */
function whysOf({ kept, keptFor }: Allocation, { locks, labels }: ServiceState): Forecast {
  const whole = new Set(kept)
  const locked = [...locks.keys()].filter((signature) => !whole.has(signature))
  return {
    kept_for: keptFor.map((why) => WHY_LETTERS[why]).join(''),
    ...(locked.length > 0 && { locked }),
    ...(labels.size > 0 && { labelled: labelledOf(labels) }),
  }
}

function labelledOf(labels: ReadonlyMap<string, string>): string[] {
  return [...labels].map(([name, label]) => `${name} ${label}`).toSorted()
}

/** Returns the digits that matter: people read these documents. */
function significant(value: number): number {
  return Number(value.toPrecision(6))
}
