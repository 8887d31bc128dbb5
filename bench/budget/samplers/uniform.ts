import { seededRandom } from 'lipservice/testing'
import type { CreateSampler } from '../sampler.ts'

const INTERVAL_MILLIS = 10_000

/** One probability for all records: the budget over the volume of the last interval. */
export const createUniform: CreateSampler = (budgetPerSecond) => {
  const random = seededRandom(2)
  let p = 1
  let seen = 0
  let startedAt = 0
  return {
    name: 'uniform',
    tick(now) {
      if (now - startedAt < INTERVAL_MILLIS) return
      p = Math.min(1, (budgetPerSecond * (now - startedAt)) / 1_000 / Math.max(1, seen))
      seen = 0
      startedAt = now
    },
    decide() {
      seen++
      return random() < p ? 1 / p : 0
    },
  }
}
