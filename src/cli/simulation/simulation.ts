import type { Batch } from '../../delivery/batch.js'
import { metaOf } from '../../destinations/delivery-shipper.js'
import { createSamplingEngine } from '../../engine/sampling-engine.js'
import type { Diag } from '../../internal/diag.js'
import type { BudgetOption } from '../../options/adaptive-logging-options.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import type { Policy } from '../../protocol/policy.js'
import type { LogRecord } from '../../record/log-record.js'
import type { Explanation } from '../../sampling/explanation.js'
import type { StampMode } from '../../sampling/stamps.js'
import { ManualClock } from '../../testing/manual-clock.js'
import { seededRandom } from '../../testing/seeded-random.js'
import { TimeScale, Trend } from '../analysis/trend.js'
import { PatternOutcome } from './pattern-outcome.js'
import { regrouped } from './regrouped.js'
import { createShipping } from './shipping.js'
import type { LoggingCounts, SimulationResult } from './simulation-result.js'

/** Patterns beyond are counted together. */
const MAX_PATTERNS = 20_000
const STAMPS: StampMode = 'full'
const SILENT: Diag = { once() {}, resolved() {} }

export interface SimulationOptions {
  /** As it was written. */
  readonly name: string
  /** `undefined`: none, each pattern is thinned to about the square root of its volume. */
  readonly budget: BudgetOption | undefined
  readonly policy: Policy | undefined
  readonly seed: number
}

/** A record, when it was, and what one look at it found. */
export interface Timed {
  /** As it is shipped. */
  readonly record: LogRecord
  /** As the engine is asked about it. */
  readonly asked: LogRecord
  readonly text: string
  /** Epoch milliseconds; no smaller than those before. */
  readonly millis: number
  readonly isError: boolean
  readonly band: number
  /** Flat estimate of its encoded size. */
  readonly estimatedBytes: number
  /** An app on this logger encodes it when its batch is cut. */
  readonly isDeferred: boolean
}

export interface Simulation {
  /** Returns whether the record is kept. */
  add(timed: Timed): boolean
  /** Returns how a record like this one would be decided now. */
  explain(record: LogRecord): Explanation
  result(): SimulationResult
}

/**
 * The live engine, on a clock that records drive by their own times, with randomness by a seed: the same file gives the same decisions.
 *
 * @param start epoch milliseconds of the first record
 * @param serviceName of the service, if the file says one
 */
export function createSimulation(
  { name, budget, policy, seed }: SimulationOptions,
  start: number,
  serviceName: string | undefined,
): Simulation {
  const clock = new ManualClock(start)
  const given = { ...(budget !== undefined && { budget }), ...(serviceName !== undefined && { serviceName }) }
  const options = resolveSamplingOptions({ ...given, stamps: STAMPS }, {})
  const runtime = { clock, timers: clock, random: seededRandom(seed), diag: SILENT }
  const engine = createSamplingEngine(options, runtime)
  if (policy !== undefined) engine.usePolicy(policy)
  const shipping = createShipping({
    clock,
    resource: { attributes: { ...options.resource } },
    onEncoded: engine.pipeline.encoded,
    onOverhead: engine.batchCut,
    onBatch: countBatch,
  })
  const patterns = new Map<string, PatternOutcome>()
  const scale = new TimeScale()
  const [seenTrend, keptTrend] = [new Trend(), new Trend()]
  const inRecords = options.budget?.unit === 'records'
  let [bytesKept, weight, errors, errorsKept] = [0, 0, 0, 0]

  function outcomeOf(key: string, record: LogRecord, text: string): PatternOutcome {
    const known = patterns.get(key)
    if (known !== undefined) return known
    const room = patterns.size < MAX_PATTERNS
    const outcome = (room ? undefined : patterns.get('')) ?? new PatternOutcome(room ? record : {}, room ? text : '')
    patterns.set(room ? key : '', outcome)
    return outcome
  }

  function countBatch({ records, body }: Batch): void {
    bytesKept += body.length
    for (const { meta, bytes, timeMillis } of records) {
      const outcome = patterns.get(`${meta.signature}:${meta.check}`) ?? patterns.get('')
      if (outcome !== undefined) outcome.bytesKept += bytes.length
      if (!inRecords) keptTrend.add(scale, timeMillis, bytes.length)
    }
  }

  return {
    add({ record, asked, text, millis, isError, band, estimatedBytes, isDeferred }) {
      const ahead = millis - clock.now()
      if (ahead > 0) clock.advance(ahead)
      const decision = engine.pipeline.sample(asked)
      const outcome = outcomeOf(`${decision.signature}:${decision.check}`, asked, text)
      outcome.count(decision, isError, band, estimatedBytes)
      scale.see(millis)
      seenTrend.add(scale, millis, inRecords ? 1 : estimatedBytes)
      if (isError) errors++
      if (!decision.keep) return false
      if (isError) errorsKept++
      weight += decision.weight
      if (inRecords) keptTrend.add(scale, millis)
      shipping.accept(record, metaOf(decision, STAMPS), isDeferred ? Buffer.byteLength(text) : undefined)
      return true
    },
    explain: engine.explain,
    result() {
      shipping.end()
      const stats: LoggingCounts = engine.stats()
      const all = [...regrouped(patterns, stats.patterns, engine.explain)].map(([key, outcome]) => ({ key, outcome }))
      return {
        name,
        budget: options.budget,
        seen: stats.seen,
        kept: stats.kept,
        keptByReason: stats.keptByReason,
        dropped: stats.dropped,
        unrepresented: stats.unrepresented,
        bytesSeen: stats.bytesSeen,
        bytesKept,
        weight,
        errors,
        errorsKept,
        patterns: all.toSorted((a, b) => b.outcome.bytesSeen - a.outcome.bytesSeen),
        scale,
        seenTrend: seenTrend.amounts(scale),
        keptTrend: keptTrend.amounts(scale),
      }
    },
  }
}
