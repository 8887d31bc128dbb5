import { ManualClock, seededRandom } from 'lipservice/testing'
import { loadInternal } from '../internal-module.ts'
import type { BenchRecord, Budget, Sampler } from './sampler.ts'

export const OURS = 'lipservice'

/** What the bench needs of src/core.ts; the only file here that knows how we are built. */
interface CoreModule {
  createSamplingCore(options: object, surroundings: object): Core
}

interface Core {
  readonly pipeline: {
    sample(record: BenchRecord): Decision
    encoded(signature: string, estimatedBytes: number, bytes: number): void
  }
  stats(): { readonly keptByReason: Readonly<Record<string, number>> }
}

interface Decision {
  readonly keep: boolean
  readonly reason: string
  readonly probability: number
  readonly weight: number
  readonly signature: string
  /** Only of a kept record. */
  readonly estimatedBytes?: number
}

export type CreateOurs = (budget: Budget, seed: number, patterns: number) => Sampler

export async function loadOurs(): Promise<CreateOurs> {
  const { createSamplingCore } = await loadInternal<CoreModule>('src/core.ts')
  return (budget, seed, patterns) => {
    const clock = new ManualClock()
    const core = createSamplingCore(
      { serviceName: 'bench', mode: 'active', minimumSeverity: 0, stamps: 'full', budget },
      { clock, timers: clock, random: seededRandom(seed), diag: { once() {}, resolved() {} } },
    )
    return asSampler(core, clock, patterns)
  }
}

function asSampler({ pipeline, stats }: Core, clock: ManualClock, patterns: number): Sampler {
  const probabilities = new Float64Array(patterns).fill(Number.NaN)
  return {
    name: OURS,
    decide(key, nowMillis, { record, bytes }) {
      clock.advance(nowMillis - clock.monotonic())
      const { keep, reason, probability, weight, signature, estimatedBytes = 0 } = pipeline.sample(record)
      // As delivery does it: what is kept is encoded, and then its size is known.
      if (keep) pipeline.encoded(signature, estimatedBytes, bytes)
      if (reason === 'adaptive' && key < patterns) probabilities[key] = probability
      return weight
    },
    probabilityOf: (key) => probabilities[key]!,
    keptByReason: () => stats().keptByReason,
  }
}
