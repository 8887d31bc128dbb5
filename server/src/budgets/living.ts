import type { PassingInstances, ReportingInstance } from '../store/store.js'

/** After so many missed reports an instance is taken to have ended. */
const MISSED_REPORTS = 2
/** Reports come up to a fifth later than they are asked for. */
const REPORT_JITTER = 1.2
/** Under load the server asks for reports up to so many times less often. */
const MAX_STRETCH = 5
/** An instance lasts once a report came this part of an interval or more after its first. */
const MIN_LIFE_REPORTS = 0.5
/** Whoever ended so lately leaves a place to one that has just begun. */
const PLACE_SECONDS = 900

/** When an instance counts as living. Seconds. */
export interface LifeTimes {
  /** Between the reports of an instance, as they are asked for. */
  readonly reportSeconds: number
  /** What comes on top: the way of a report into the database. */
  readonly transportSeconds: number
}

/** The instances that a budget is divided among. */
export interface Living {
  /** All whose last report is no older than two intervals, with those that have just begun. */
  readonly ids: readonly string[]
  /** Those that last: they count one by one, by what they log. */
  readonly lasting: readonly ReportingInstance[]
  /** Those that come and go within a report, in stretches of time one after the other: they count by their time, all together. */
  readonly passing: readonly PassingInstances[]
  /** Length of a stretch. */
  readonly stretchSeconds: number
}

/** Returns how far back instances have to be read for `livingOf`. */
export function lifeWindowOf({ reportSeconds, transportSeconds }: LifeTimes): number {
  return Math.max(
    PLACE_SECONDS,
    Math.ceil(MISSED_REPORTS * MAX_STRETCH * reportSeconds * REPORT_JITTER) + transportSeconds,
  )
}

/** Returns how long after its first report another has to come for an instance to last. */
export function minLifeOf({ reportSeconds }: LifeTimes): number {
  return Math.ceil(MIN_LIFE_REPORTS * reportSeconds)
}

/**
 * Returns who shares a budget. One report proves nothing: an instance lasts from its second one on, two intervals of silence
 * end it, and one that has just begun counts where it takes the place of one that ended lately, or where none lasts at all.
 *
 * @param instances all that reported within `lifeWindowOf`
 * @param now epoch seconds
 */
export function livingOf(
  instances: readonly ReportingInstance[],
  passing: readonly PassingInstances[],
  stretchSeconds: number,
  times: LifeTimes,
  now: number,
): Living {
  const lasted = ({ firstSeen, lastSeen }: ReportingInstance) => lastSeen - firstSeen >= minLifeOf(times)
  const alive = instances.filter((one) => now - one.lastSeen <= silenceOf(one, times))
  const places = instances.filter(
    (one) => lasted(one) && now - one.lastSeen > silenceOf(one, times) && now - one.lastSeen <= PLACE_SECONDS,
  ).length
  const lasting = alive.filter(lasted)
  const begun = alive
    .filter((one) => !lasted(one))
    .toSorted((a, b) => (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0))
  const known = lasting.length + places > 0
  return {
    ids: alive.map(({ instanceId }) => instanceId),
    lasting: [...lasting, ...(known ? begun.slice(0, places) : begun)],
    passing: known ? passing : [],
    stretchSeconds,
  }
}

/** Returns the silence that ends an instance of which reports are asked for as usual. */
export function liveSecondsOf({ reportSeconds, transportSeconds }: LifeTimes): number {
  return Math.ceil(MISSED_REPORTS * reportSeconds * REPORT_JITTER) + transportSeconds
}

function silenceOf({ seconds }: ReportingInstance, { reportSeconds, transportSeconds }: LifeTimes): number {
  const interval = Math.min(MAX_STRETCH * reportSeconds, Math.max(reportSeconds, seconds))
  return liveSecondsOf({ reportSeconds: interval, transportSeconds })
}
