import { ManualClock, seededRandom } from 'lipservice/testing'
import type { SamplingEngine } from '../../src/engine/internals.js'
import { loadInternals } from '../internal-module.ts'
import type { Budget, Sampler } from './sampler.ts'

export const OURS = 'lipservice'

export type CreateOurs = (budget: Budget, seed: number, patterns: number) => Sampler

export async function loadOurs(): Promise<CreateOurs> {
  const { createSamplingEngine, resolveSamplingOptions } = await loadInternals()
  return (budget, seed, patterns) => {
    const clock = new ManualClock()
    const engine = createSamplingEngine(
      { ...resolveSamplingOptions({ serviceName: 'bench' }, {}), budget },
      { clock, timers: clock, random: seededRandom(seed), diag: { once() {}, resolved() {} } },
    )
    return asSampler(engine, clock, patterns)
  }
}

function asSampler(
  { pipeline, stats }: Pick<SamplingEngine, 'pipeline' | 'stats'>,
  clock: ManualClock,
  patterns: number,
): Sampler {
  const probabilities = new Float64Array(patterns).fill(Number.NaN)
  return {
    name: OURS,
    decide(key, nowMillis, { record, bytes }) {
      clock.advance(nowMillis - clock.monotonic())
      const decision = pipeline.sample(record)
      const { keep, reason, probability, weight } = decision
      // As delivery does it: what is kept is encoded, and then its size is known.
      if (keep) pipeline.encoded(decision, decision.estimatedBytes, bytes)
      if (reason === 'adaptive' && key < patterns) probabilities[key] = probability
      return weight
    },
    probabilityOf: (key) => probabilities[key]!,
    keptByReason: () => stats().keptByReason,
  }
}
