import type { EpochSeconds } from '../internal/clock.js'
import { forecastOf, plannedBesides, withoutGain } from '../policies/forecast.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { modelBesides } from './policy-model.js'
import { trafficOf } from './traffic-history.js'
import { overspend } from './verdict.js'

const MINUTE_SECONDS = 60

/**
 * Judges what a policy would have made of what came in since it was made, without any instance that has it. Returns why
 * it must go no further; `undefined`: it may.
 *
 * @param complete end of the last minute that is counted completely
 */
export async function judgeShadow(
  store: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  instances: number,
  complete: EpochSeconds,
): Promise<string | undefined> {
  const from = Math.floor(policy.stageAt / MINUTE_SECONDS) * MINUTE_SECONDS
  if (complete <= from) return undefined
  const traffic = await trafficOf(store, service.id, from, complete)
  const forecast = forecastOf(policy)
  // Its budget was made for so many instances. For more or fewer a new one is made.
  const live = forecast.shares ?? forecast.instances ?? instances
  const unit = forecast.unit ?? 'bytes'
  const budgetFactor = withoutGain(forecast)
  const { kept } = modelBesides({ policy: JSON.parse(policy.document), traffic, instances: live, budgetFactor }, unit)
  const over = overspend(kept, plannedBesides(forecast) ?? Number.POSITIVE_INFINITY, unit)
  return over === undefined ? undefined : `on what came in meanwhile, ${over}`
}
