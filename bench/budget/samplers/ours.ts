import { ManualClock, seededRandom } from 'lipservice/testing'
import { loadInternal } from '../../internal-module.ts'
import type { CreateSampler } from '../sampler.ts'
import { messageOf } from '../traffic.ts'

interface Module {
  createSamplingEngine(
    options: object,
    surroundings: object,
  ): { pipeline: { sample(record: object): { readonly weight: number } } }
}

/** The engine of the SDK, on the clock of the simulation. */
export async function loadOurs(): Promise<CreateSampler> {
  const { createSamplingEngine } = await loadInternal<Module>('src/engine.ts')
  return (budgetPerSecond) => {
    const clock = new ManualClock(0)
    const options = { mode: 'active', minimumSeverity: 0, budget: { unit: 'records', perSecond: budgetPerSecond } }
    const diag = { once() {}, resolved() {} }
    const { pipeline } = createSamplingEngine(options, { clock, timers: clock, random: seededRandom(1), diag })
    return {
      name: 'lipservice',
      tick: (now) => clock.advance(now - clock.now()),
      decide: (pattern) => pipeline.sample({ severityNumber: 9, body: messageOf(pattern) }).weight,
    }
  }
}
