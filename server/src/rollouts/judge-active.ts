import { forecastOf, plannedBesides } from '../policies/forecast.js'
import type { Period, ServiceRow, Store, StoredPolicy } from '../store/store.js'
import { completeAt, type RolloutTimes } from './rollout-times.js'
import { errorSurge, overspend, sumOf } from './verdict.js'

const MINUTE_SECONDS = 60
const DAY_SECONDS = 86_400
const LEAST_WATCH_SECONDS = 5 * MINUTE_SECONDS

/**
 * While a plan is new: why it must be taken back; `undefined`: it need not. Errors are compared with the day before it, spending with what was
 * forecast of the version in force, the plan or an adjustment of it.
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

/** What is kept because it must be counts on neither side. */
async function spending({ services }: Store, { id }: ServiceRow, active: StoredPolicy, period: Period) {
  const { unit } = forecastOf(active)
  const perMinute = plannedBesides(forecastOf(active))
  const [own, reasons] = await Promise.all([
    services.byVersion(id, period).then(sumOf),
    services.hours([id], period).then((hours) => hours.get(id)?.keptByReason),
  ])
  if (perMinute === undefined || own === undefined) return undefined
  const whole = reasons === undefined ? own.errors : reasons.error + reasons.pinned + reasons.incident
  const mean = unit === 'records' ? 1 : (own.keptBytes + own.overheadBytes) / Math.max(1, own.kept)
  const spent = (unit === 'records' ? own.kept : own.keptBytes + own.overheadBytes) - whole * mean
  const planned = perMinute * ((period.to - period.from) / MINUTE_SECONDS)
  return overspend(spent, planned, unit ?? 'bytes')
}
