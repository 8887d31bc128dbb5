import { createSamplingEngine, type SamplingEngine } from '../../src/engine/sampling-engine.js'
import type { SamplingOptions } from '../../src/index.js'
import { resolveSamplingOptions } from '../../src/options/resolve-options.js'
import { ManualClock, seededRandom } from '../../src/testing.js'
import { recordingDiag } from './quiet-diag.js'

export interface SamplingUnderTest extends SamplingEngine {
  readonly clock: ManualClock
  readonly said: readonly string[]
}

/** Sampling alone, on a manual clock with seeded randomness: no network, no delivery. */
export function samplingUnderTest(
  options: SamplingOptions = {},
  {
    seed = 1,
    patterns,
    leases = true,
    env = {},
  }: { seed?: number; patterns?: number; leases?: boolean; env?: Record<string, string> } = {},
): SamplingUnderTest {
  const clock = new ManualClock()
  const { diag, said } = recordingDiag()
  const resolved = resolveSamplingOptions({ serviceName: 'test', ...options }, env)
  const limits = { leases, ...(patterns !== undefined && { patterns }) }
  const runtime = { clock, timers: clock, random: seededRandom(seed), diag }
  return { ...createSamplingEngine(resolved, runtime, { limits }), clock, said }
}
