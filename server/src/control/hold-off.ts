import type { EpochSeconds } from '../internal/clock.js'
import { makerOf } from '../policies/forecast.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { isAllocatorPolicy } from './allocator-policy.js'

/** How long after a plan failed the next one waits, unless the budget is set again. */
const HOLD_OFF_SECONDS = 6 * 3_600

/**
 * Returns whether no plan is to be made: a person's policy stays until the budget is set again, and what failed is not
 * tried again at once.
 */
export async function isHeldOff(
  { policies }: Pick<Store, 'policies'>,
  service: ServiceRow,
  active: StoredPolicy | undefined,
  budgetSince: EpochSeconds,
  now: EpochSeconds,
): Promise<boolean> {
  if (active !== undefined && !isAllocatorPolicy(active)) {
    const { kind, at } = makerOf(active)
    if (budgetSince > at) return false
    return kind === 'revert' ? now - at < HOLD_OFF_SECONDS : true
  }
  const latest = await policies.latest(service.teamId, service.name)
  if (latest?.stage !== 'rejected' || latest.kind !== 'plan' || budgetSince > latest.stageAt) return false
  return now - latest.stageAt < HOLD_OFF_SECONDS
}
