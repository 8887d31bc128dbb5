import type { Policy } from 'lipservice/protocol'
import { type Forecast, forecastOf, makerOf } from '../policies/forecast.js'
import type { StoredPolicy } from '../store/store.js'

/** Who makes policies by budget, in histories and in the audit. */
export const ALLOCATOR = 'allocator'

/** Returns whether the allocator made a policy; an incident switch over it does not count. */
export function isAllocatorPolicy(policy: StoredPolicy): boolean {
  const { kind } = makerOf(policy)
  return kind === 'plan' || kind === 'adjustment'
}

/** Returns what a policy says. */
export function documentOf({ document }: StoredPolicy): Policy {
  return JSON.parse(document) as Policy
}

/** Returns the plan that a policy is, or adjusts. */
export function planOf(active: StoredPolicy): Pick<Forecast, 'plan_version' | 'plan_at'> {
  const { plan_version = active.version, plan_at = active.stageAt } = forecastOf(active)
  return { plan_version, plan_at }
}
