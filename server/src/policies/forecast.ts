import type { PolicyKind } from '../store/contracts/policies.js'
import type { StoredPolicy } from '../store/store.js'

/** What was expected of a version when it was made; kept with it as JSON. Per minute: of the whole fleet, in `unit`. */
export interface Forecast {
  /** The budget as a person said it, and when that was. */
  readonly budget?: string
  readonly budget_since?: number
  readonly unit?: 'bytes' | 'records'
  /** What may be kept. */
  readonly per_minute?: number
  /** What is logged, what of it is kept whatever it takes, and what is kept in all. */
  readonly demand?: number
  readonly protected?: number
  readonly expected?: number
  /** Instances that live, and the equal parts that the budget is divided into: one that logs little counts less. */
  readonly instances?: number
  readonly shares?: number
  /** Bytes a second of one instance, as in the policy. */
  readonly per_instance?: number
  /** The budget is set so much higher or lower than it is, for what is spent to meet it. */
  readonly gain?: number
  readonly feasible?: boolean
  /** Why each of `keep_patterns` is kept, a letter each in their order: see `pattern-plan.ts`. */
  readonly kept_for?: string
  /** Names of the patterns of which a person fixed the rate. */
  readonly locked?: readonly string[]
  /** What people said that patterns are: names, each with the class. */
  readonly labelled?: readonly string[]
  /** What the past week would have been under it. */
  readonly replay?: { readonly hours: number; readonly problem?: string | undefined }
  /** Of an adjustment: the plan it adjusts, and since when that is in force. */
  readonly plan_version?: number
  readonly plan_at?: number
  /** Of an incident switch: what was in force under it, and since when. */
  readonly under?: PolicyKind
  readonly under_since?: number
}

export function forecastOf(policy: StoredPolicy | undefined): Forecast {
  return policy?.forecast === undefined ? {} : (JSON.parse(policy.forecast) as Forecast)
}

/**
 * Returns what may be kept per minute besides what must be; where the budget is too small for that, what was expected
 * nevertheless. `undefined`: nobody planned a volume.
 */
export function plannedBesides({ per_minute, expected = 0, protected: must = 0 }: Forecast): number | undefined {
  return per_minute === undefined ? undefined : Math.max(0, Math.max(per_minute, expected) - must)
}

/**
 * Returns the factor that takes the budget of a policy back to what was planned: `gain` makes up for what instances do not
 * use of their shares, or spend beside them, and a model of instances that are all alike sees neither.
 */
export const withoutGain = ({ gain = 1 }: Forecast): number => 1 / gain

/** Returns what made the policy in force and when; an incident switch over it does not count. */
export function makerOf(policy: StoredPolicy): { readonly kind: PolicyKind; readonly at: number } {
  if (policy.kind !== 'incident') return { kind: policy.kind, at: policy.createdAt }
  const { under, under_since } = forecastOf(policy)
  return { kind: under ?? 'operator', at: under_since ?? policy.createdAt }
}
