import { forecastOf, plannedBesides } from '../policies/forecast.js'
import type { Period, ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { trafficOf } from './past.js'
import { modelBesides } from './policy-model.js'
import { completeAt, type RolloutTimes } from './rollout-times.js'
import { besides, errorSurge, overspend, sumOf, underspend } from './verdict.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
const LEAST_WATCH_SECONDS = 5 * MINUTE_SECONDS
/** Fewer kept records say little about a share. */
const LEAST_KEPT = 1_000

/**
 * While a plan is new: why it must be taken back; `undefined`: it need not. Errors are compared with the day before it, spending with what was
 * forecast of the version in force, the plan or an adjustment of it, and with what that makes of what came in.
 *
 * @param planAt since when the plan is in force
 */
export async function judgeActive(
  store: Store,
  service: ServiceRow,
  active: StoredPolicy,
  planAt: number,
  times: RolloutTimes,
  now: number,
): Promise<string | undefined> {
  if (now > planAt + times.watch + times.lag) return undefined
  // Until every instance has it.
  const settled = (at: number) => Math.ceil((at + 2 * times.refresh + times.lag) / MINUTE_SECONDS) * MINUTE_SECONDS
  const to = completeAt(now, times)
  const sincePlan = { from: settled(planAt), to }
  if (to - sincePlan.from < LEAST_WATCH_SECONDS) return undefined
  const [after, before] = await Promise.all([
    store.services.byVersion(service.id, sincePlan),
    store.services.byVersion(service.id, { from: planAt - DAY_SECONDS, to: planAt }),
  ])
  const own = sumOf(after)
  if (own === undefined || own.seen === 0) return undefined
  const since = { from: settled(active.stageAt), to }
  return (
    errorSurge(own, sumOf(before)) ??
    (to - since.from < LEAST_WATCH_SECONDS ? undefined : spending(store, service, active, since))
  )
}

async function spending(store: Store, { id }: ServiceRow, active: StoredPolicy, period: Period) {
  const { unit = 'bytes' } = forecastOf(active)
  const perMinute = plannedBesides(forecastOf(active))
  const own = sumOf(await store.services.byVersion(id, period))
  if (perMinute === undefined || own === undefined) return undefined
  const { spent, share } = besides(own, unit)
  const over = overspend(spent, perMinute * ((period.to - period.from) / MINUTE_SECONDS), unit)
  if (over !== undefined || own.kept - own.guaranteed < LEAST_KEPT || own.seconds === 0) return over
  // One instance as they are on the mean: how many there were is known by the time that they counted.
  const traffic = await trafficOf(store, id, period.from, period.to)
  const all = traffic.reduce((sum, { perMinute }) => sum + perMinute, 0)
  const ofOne = ((own.seen / own.seconds) * MINUTE_SECONDS) / all
  const scaled = traffic.map((pattern) => ({ ...pattern, perMinute: pattern.perMinute * ofOne }))
  const said = modelBesides({ policy: JSON.parse(active.document), traffic: scaled, instances: 1 }, unit)
  return underspend(share, said.kept / said.logged, unit)
}
