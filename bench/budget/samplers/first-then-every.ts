import type { Sampler } from '../sampler.ts'

export interface FirstThenEvery {
  readonly name: string
  readonly tickMillis: number
  /** Records of a pattern kept in each tick whatever comes. */
  readonly first: number
  /** Behind them one in so many. */
  readonly every: number
}

interface Counter {
  endsAt: number
  count: number
}

/**
 * The sampler of zap: in each tick the first N records of a message, then every Mth. A tick starts with the first record behind the
 * last one. zap knows no weights; the best that can be said is M for one of the Mths and 1 for one of the first: what comes behind
 * the last Mth of a tick is represented by none. zap tells messages apart by their text, values included, and shares 4,096 counters
 * among them; here each pattern has a counter of its own.
 */
export function createFirstThenEvery({ name, tickMillis, first, every }: FirstThenEvery): Sampler {
  const counters = new Map<number, Counter>()
  return {
    name,
    decide(key, nowMillis) {
      let counter = counters.get(key)
      if (counter === undefined) {
        counter = { endsAt: 0, count: 0 }
        counters.set(key, counter)
      }
      if (nowMillis >= counter.endsAt) {
        counter.endsAt = nowMillis + tickMillis
        counter.count = 0
      }
      const behindFirst = ++counter.count - first
      if (behindFirst <= 0) return 1
      return behindFirst % every === 0 ? every : 0
    },
    probabilityOf: () => Number.NaN,
  }
}
