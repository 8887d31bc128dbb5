import type { Policy } from 'lipservice/protocol'
import { type Forecast, forecastOf, makerOf } from '../policies/forecast.js'
import type { StoredPolicy } from '../store/store.js'

/** Whether the allocator made it, whatever incident switch lies over it. */
export function isOurs(policy: StoredPolicy): boolean {
  const { kind } = makerOf(policy)
  return kind === 'plan' || kind === 'adjustment'
}

export function baseOf({ document }: StoredPolicy): Policy {
  return JSON.parse(document) as Policy
}

/** The plan that a policy is, or adjusts. */
export function planOf(active: StoredPolicy): Pick<Forecast, 'plan_version' | 'plan_at'> {
  const { plan_version = active.version, plan_at = active.stageAt } = forecastOf(active)
  return { plan_version, plan_at }
}
