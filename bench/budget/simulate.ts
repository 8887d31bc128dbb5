import { seededRandom } from 'lipservice/testing'
import { createPatternWindows, type PatternWindows } from './measures/pattern-windows.ts'
import { createRateChanges, type RateChanges } from './measures/rate-changes.ts'
import { createTimeline, INTERVAL_SECONDS, type Timeline } from './measures/timeline.ts'
import type { CreateOurs } from './ours.ts'
import type { Sampler } from './sampler.ts'
import { createSamplers } from './samplers/all.ts'
import type { Scenario } from './scenario.ts'
import { forEachArrival } from './traffic/arrivals.ts'
import { checkSignatures, createMessages, type Messages } from './traffic/messages.ts'

const SEED = 7
const UNIQUE_CHECKED = 1_000

/** One sampler's way through a scenario, as measured. */
export interface Run {
  readonly sampler: Sampler
  readonly timeline: Timeline
  readonly patternWindows: PatternWindows
  readonly rateChanges: RateChanges
  readonly errors: { seen: number; kept: number }
}

/** Sends the same traffic through all samplers at once. */
export function simulate(scenario: Scenario, createOurs: CreateOurs): Run[] {
  const { seconds, streams, budget, usualRates, isError } = scenario
  const patterns = usualRates.length
  const messages = createMessages(patterns, isError, seededRandom(SEED))
  checkSignatures(messages, Array(patterns + UNIQUE_CHECKED).keys())
  const meanCost = budget.unit === 'bytes' ? meanBytes(usualRates, messages) : 1
  const runs: Run[] = createSamplers(scenario, meanCost, createOurs).map((sampler) => ({
    sampler,
    timeline: createTimeline(seconds),
    patternWindows: createPatternWindows(patterns),
    rateChanges: createRateChanges(patterns),
    errors: { seen: 0, kept: 0 },
  }))

  let intervalEnd = INTERVAL_SECONDS
  forEachArrival(streams, seconds, seededRandom(SEED + 1), (key, at) => {
    for (; at >= intervalEnd; intervalEnd += INTERVAL_SECONDS) endInterval(runs, intervalEnd)
    const { record, bytes } = messages.next(key)
    const arrival = { key, record, bytes, cost: budget.unit === 'bytes' ? bytes : 1 }
    for (const { sampler, timeline, patternWindows, errors } of runs) {
      const weight = sampler.decide(key, at * 1_000, arrival)
      timeline.count(at, weight, arrival.cost)
      patternWindows.count(key, weight)
      if (!isError(key)) continue
      errors.seen++
      if (weight > 0) errors.kept++
    }
  })
  endInterval(runs, intervalEnd)
  return runs
}

function endInterval(runs: readonly Run[], seconds: number): void {
  for (const { sampler, patternWindows, rateChanges } of runs) {
    patternWindows.endInterval(seconds)
    rateChanges.endInterval(sampler.probabilityOf)
  }
}

function meanBytes(usualRates: Float64Array, messages: Messages): number {
  const perSecond = usualRates.reduce((sum, rate) => sum + rate, 0)
  return usualRates.reduce((sum, rate, key) => sum + rate * messages.meanBytes(key), 0) / perSecond
}
