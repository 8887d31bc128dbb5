import { createSamplingEngine, type SamplingEngine } from '../../engine/sampling-engine.js'
import { createDiag } from '../../internal/diag.js'
import type { ResolvedSamplingOptions } from '../../options/resolve-options.js'
import type { Policy } from '../../protocol/policy.js'
import type { LogRecord } from '../../record/log-record.js'
import type { Explanation } from '../../sampling/explanation.js'
import { ManualClock } from '../../testing/manual-clock.js'
import { seededRandom } from '../../testing/seeded-random.js'

/** How a record is decided as the first of its pattern, and as one of many. */
export interface ExplainedLine {
  readonly first: Explanation
  readonly later: Explanation
}

/** So long a process has seen the pattern: what is new is no more so, and rates have settled. */
const SECONDS = 600
const STEP_MILLIS = 100
const SEED = 1

/**
 * Explains a record by the live engine, on a clock of its own.
 *
 * @param perSecond how many like it come
 */
export function explainLine(
  record: LogRecord,
  options: ResolvedSamplingOptions,
  policy: Policy | undefined,
  perSecond: number,
  epochMillis: number,
): ExplainedLine {
  const clock = new ManualClock(epochMillis)
  const random = seededRandom(SEED)
  const engine = createSamplingEngine(options, { clock, timers: clock, random, diag: createDiag() })
  if (policy !== undefined) engine.usePolicy(policy)
  const first = engine.explain(record)
  feed(engine, record, clock, perSecond)
  return { first, later: engine.explain(record) }
}

function feed(engine: SamplingEngine, record: LogRecord, clock: ManualClock, perSecond: number): void {
  let due = 0
  for (let millis = 0; millis < SECONDS * 1_000; millis += STEP_MILLIS) {
    due += (perSecond * STEP_MILLIS) / 1_000
    for (; due >= 1; due--) engine.pipeline.sample(record)
    clock.advance(STEP_MILLIS)
  }
}
