import { ErrorSurgeDetector } from '../anomalies/error-surge.js'
import { RateDetector } from '../anomalies/rate-detector.js'
import { epochSeconds, type Now } from '../internal/clock.js'
import type { Finding } from '../store/contracts/incidents.js'
import type { Period, Store, TimelinePoint } from '../store/store.js'

const MINUTE_SECONDS = 60
/** Detectors learn from so much before the first minute that is shown. */
const LEARNT_SECONDS = 86_400
/** The same, of a whole service: its minutes are sums of as many rows as it has patterns. */
const SERVICE_LEARNT_SECONDS = 3 * 3_600
/** Of a minute that ended so long ago, all instances have reported. */
const COMPLETE_SECONDS = 150
const TENTHS = 10

/** Returns what was expected of each minute of a period; `undefined`: nothing was, the pattern is new. */
export type ExpectedMinutes = (
  serviceId: number,
  finding: Pick<Finding, 'kind' | 'signature' | 'check'>,
  period: Period,
) => Promise<number[] | undefined>

/** What detectors expected of minutes, found by letting them learn again from what was counted before. */
export function createExpectedMinutes(counters: Pick<Store['counters'], 'timeline'>, now: Now): ExpectedMinutes {
  return async (serviceId, { kind, signature, check }, { from, to }) => {
    if (kind === 'new_pattern') return undefined
    const learnt = { from: from - (signature === '' ? SERVICE_LEARNT_SECONDS : LEARNT_SECONDS), to }
    const [ofSignature, ofCheck] = signature === '' ? [undefined, undefined] : [signature, check]
    const points = await counters.timeline(serviceId, ofSignature, 'minute', learnt, ofCheck)
    const first = points[0]?.time ?? from
    const byTime = new Map(points.map((point) => [point.time, point]))
    const complete = epochSeconds(now) - COMPLETE_SECONDS
    const expectedAt = kind === 'error_surge' ? errorsExpected() : recordsExpected()
    const expected: number[] = []
    for (let time = Math.min(first, from); time < to; time += MINUTE_SECONDS) {
      const value = time < first ? 0 : expectedAt(time, byTime.get(time), time <= complete)
      if (time >= from) expected.push(Math.round(value * TENTHS) / TENTHS)
    }
    return expected
  }
}

/** Returns what is expected of a minute, before it is learnt from where it is complete. */
type ExpectedAt = (time: number, point: TimelinePoint | undefined, isComplete: boolean) => number

function recordsExpected(): ExpectedAt {
  const detector = new RateDetector()
  return (time, point, isComplete) => {
    const [minute, seen] = [time / MINUTE_SECONDS, point?.seen ?? 0]
    return (isComplete ? detector.step(minute, seen) : detector.peek(minute, seen)).expected
  }
}

/** So many errors among the records that there were. */
function errorsExpected(): ExpectedAt {
  const detector = new ErrorSurgeDetector()
  return (_time, point, isComplete) => {
    const { errors, seen } = point ?? { errors: 0, seen: 0 }
    const expected = detector.expected(seen)
    if (isComplete) detector.step(errors, seen)
    return expected
  }
}
