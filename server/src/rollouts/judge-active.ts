import type { EpochSeconds } from '../internal/clock.js'
import { forecastOf, plannedBesides, withoutGain } from '../policies/forecast.js'
import type { Period, ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { modelBesides } from './policy-model.js'
import { completeAt, type RolloutTimes } from './rollout-times.js'
import { trafficOf } from './traffic-history.js'
import { besides, errorSurge, overspend, sumOf, underspend } from './verdict.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
const MIN_WATCH_SECONDS = 5 * MINUTE_SECONDS
/** Fewer kept records say little about a share. */
const MIN_KEPT_RECORDS = 1_000

/**
 * Returns why a new plan must be taken back; `undefined`: it need not. Errors are compared with the day before the
 * plan. Spending is compared with the forecast of the version in force, which is the plan or an adjustment of it, and
 * with what that version makes of the traffic that came.
 *
 * @param planAt since when the plan is in force
 */
export async function judgeActive(
  store: Store,
  service: ServiceRow,
  active: StoredPolicy,
  planAt: EpochSeconds,
  times: RolloutTimes,
  now: EpochSeconds,
): Promise<string | undefined> {
  const { watchSeconds, lagSeconds, refreshSeconds } = times
  if (now > planAt + watchSeconds + lagSeconds) return undefined
  // Until every instance has it.
  const settled = (at: EpochSeconds) =>
    Math.ceil((at + 2 * refreshSeconds + lagSeconds) / MINUTE_SECONDS) * MINUTE_SECONDS
  const to = completeAt(now, times)
  const sincePlan = { from: settled(planAt), to }
  if (to - sincePlan.from < MIN_WATCH_SECONDS) return undefined
  const [after, before] = await Promise.all([
    store.services.byVersion(service.id, sincePlan),
    store.services.byVersion(service.id, { from: planAt - DAY_SECONDS, to: planAt }),
  ])
  const own = sumOf(after)
  if (own === undefined || own.seen === 0) return undefined
  const since = { from: settled(active.stageAt), to }
  return (
    errorSurge(own, sumOf(before)) ??
    (to - since.from < MIN_WATCH_SECONDS ? undefined : spending(store, service, active, since))
  )
}

async function spending(store: Store, { id }: ServiceRow, active: StoredPolicy, period: Period) {
  const forecast = forecastOf(active)
  const { unit = 'bytes' } = forecast
  const perMinute = plannedBesides(forecast)
  const own = sumOf(await store.services.byVersion(id, period))
  if (perMinute === undefined || own === undefined) return undefined
  const { spent, share } = besides(own, unit)
  const over = overspend(spent, perMinute * ((period.to - period.from) / MINUTE_SECONDS), unit)
  if (over !== undefined || own.kept - own.guaranteed < MIN_KEPT_RECORDS || own.seconds === 0) return over
  // A mean instance: how many there were follows from the time that all together counted.
  const traffic = await trafficOf(store, id, period.from, period.to)
  const all = traffic.reduce((sum, { perMinute }) => sum + perMinute, 0)
  const ofOne = ((own.seen / own.seconds) * MINUTE_SECONDS) / all
  const scaled = traffic.map((pattern) => ({ ...pattern, perMinute: pattern.perMinute * ofOne }))
  const budgetFactor = withoutGain(forecast)
  const said = modelBesides({ policy: JSON.parse(active.document), traffic: scaled, instances: 1, budgetFactor }, unit)
  return underspend(share, said.kept / said.logged, unit)
}
