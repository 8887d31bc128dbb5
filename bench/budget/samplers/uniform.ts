import type { Budget, Sampler } from '../sampler.ts'

const INTERVAL_MILLIS = 10_000

/** One probability for all records: what would have met the budget in the last interval. */
export function createUniform(budget: Budget, random: () => number): Sampler {
  const perInterval = (budget.perSecond * INTERVAL_MILLIS) / 1_000
  let probability = 1
  let offered = 0
  let endsAt = INTERVAL_MILLIS
  return {
    name: 'uniform',
    decide(_key, nowMillis, { cost }) {
      if (nowMillis >= endsAt) {
        probability = Math.min(1, perInterval / offered)
        offered = 0
        endsAt += INTERVAL_MILLIS
      }
      offered += cost
      return random() < probability ? 1 / probability : 0
    },
    probabilityOf: () => probability,
  }
}
