import { seededRandom } from 'lipservice/testing'
import type { CreateOurs } from '../ours.ts'
import type { Sampler } from '../sampler.ts'
import type { Scenario } from '../scenario.ts'
import { createEmaThroughput } from './ema-throughput.ts'
import { createFirstThenEvery } from './first-then-every.ts'
import { tuneTick } from './tune-tick.ts'
import { createUniform } from './uniform.ts'

const ZAP_EVERY = 100

/** All samplers of a scenario, ours first, each with randomness of its own. Who counts records is told what a record costs on average. */
export function createSamplers({ budget, usualRates }: Scenario, meanCost: number, createOurs: CreateOurs): Sampler[] {
  const recordsPerSecond = budget.perSecond / meanCost
  const tickMillis = tuneTick(usualRates, ZAP_EVERY, recordsPerSecond)
  return [
    createOurs(budget, 1, usualRates.length),
    createEmaThroughput({ goalPerSecond: recordsPerSecond }, seededRandom(2)),
    createUniform(budget, seededRandom(3)),
    createFirstThenEvery({ name: 'zap', tickMillis: 1_000, first: 100, every: ZAP_EVERY }),
    createFirstThenEvery({ name: 'zap, tuned', tickMillis, first: 1, every: ZAP_EVERY }),
  ]
}
