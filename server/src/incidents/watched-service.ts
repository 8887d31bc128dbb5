import { ErrorSurgeDetector } from '../anomalies/error-surge.js'
import { RateDetector } from '../anomalies/rate-detector.js'
import type { FindingKind } from '../store/contracts/incidents.js'
import type { MinuteCount } from '../store/store.js'

/** Something that is out of the ordinary at one minute. */
export interface Sighting {
  readonly kind: FindingKind
  /** Key of the pattern; empty: the service as a whole. */
  readonly pattern: string
  readonly expected: number
  readonly observed: number
  /** Start of the minute, epoch seconds. */
  readonly at: number
}

/** A pattern that was silent for so long is watched no more. */
const MAX_SILENT_MINUTES = 1_440
const MINUTE_SECONDS = 60
const EARLY_MINUTES = 10

class Series {
  readonly detector = new RateDetector()
  readonly since: number
  last: number
  /** Records of its first minutes. */
  early = 0

  constructor(minute: number) {
    this.since = minute
    this.last = minute
  }
}

/** The detectors of one service: of its patterns, and of its errors. Minutes in order. */
export class WatchedService {
  readonly #series = new Map<string, Series>()
  readonly #errors = new ErrorSurgeDetector()

  get size(): number {
    return this.#series.size
  }

  /**
   * @param counts of this service and minute
   * @param room how many more patterns may be watched
   */
  step(minute: number, counts: readonly MinuteCount[], room: number): Sighting[] {
    const found: Sighting[] = []
    const at = minute * MINUTE_SECONDS
    const seen = new Map(counts.map((count) => [count.pattern, count.seen]))
    for (const pattern of seen.keys()) {
      if (this.#series.has(pattern) || room-- <= 0) continue
      this.#series.set(pattern, new Series(minute))
    }
    for (const [pattern, series] of this.#series) {
      const observed = seen.get(pattern) ?? 0
      if (observed > 0) series.last = minute
      else if (minute - series.last > MAX_SILENT_MINUTES) this.#series.delete(pattern)
      if (minute - series.since < EARLY_MINUTES) series.early += observed
      const { anomaly, expected } = series.detector.step(minute, observed)
      if (anomaly !== undefined) found.push({ kind: anomaly, pattern, expected, observed, at })
    }
    const { errors, all } = totals(counts)
    if (this.#errors.step(errors, all)) found.push(surge(errors, at))
    return found
  }

  /** Returns what is beyond doubt in a minute that may not be over yet. Learns nothing. */
  peek(minute: number, counts: readonly MinuteCount[]): Sighting[] {
    const found: Sighting[] = []
    const at = minute * MINUTE_SECONDS
    for (const { pattern, seen: observed } of counts) {
      const reading = this.#series.get(pattern)?.detector.peek(minute, observed)
      if (reading?.anomaly !== undefined)
        found.push({ kind: reading.anomaly, pattern, expected: reading.expected, observed, at })
    }
    const { errors, all } = totals(counts)
    if (this.#errors.peek(errors, all)) found.push(surge(errors, at))
    return found
  }

  /** Returns the records of a pattern in its first ten minutes. */
  earlyOf(pattern: string): number {
    return this.#series.get(pattern)?.early ?? 0
  }
}

function surge(errors: number, at: number): Sighting {
  return { kind: 'error_surge', pattern: '', expected: 0, observed: errors, at }
}

function totals(counts: readonly MinuteCount[]): { errors: number; all: number } {
  return {
    errors: counts.reduce((sum, { errors }) => sum + errors, 0),
    all: counts.reduce((sum, { seen }) => sum + seen, 0),
  }
}
