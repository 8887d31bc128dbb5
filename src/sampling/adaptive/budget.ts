import { allocatedProbability, type Demand, solveLambda } from './allocation.js'
import { INTERVAL_MILLIS } from './arrival-rate.js'
import { thinningProbability } from './thinning.js'

/** What may be spent per second: uncompressed OTLP body bytes, or records. */
export interface Budget {
  readonly unit: 'bytes' | 'records'
  readonly perSecond: number
}

/** Holds λ for one budget. It is recomputed every 10 s from the demands of all patterns; in between patterns read it. */
export interface BudgetAllocator {
  readonly unit: Budget['unit']
  readonly perMinute: number
  /** Recomputes λ if an interval has passed; `demands` is only called then. */
  update(now: number, demands: () => readonly Demand[]): void
  probabilityOf(perMinute: number, cost: number): number
  /** Counts a kept record that no probability lowers (a guarantee, `first`, `novel`). */
  spendUnconditionally(cost: number): void
}

const MILLIS_PER_MINUTE = 60_000

export function createBudgetAllocator(budget: Budget): BudgetAllocator {
  const perMinute = budget.perSecond * 60
  // Until the first interval has shown what there is, square-root thinning stands in.
  let lambda = Number.NaN
  let updatedAt = Number.NaN
  let unconditional = 0
  return {
    unit: budget.unit,
    perMinute,
    update(now, demands) {
      if (Number.isNaN(updatedAt)) updatedAt = now
      const elapsed = now - updatedAt
      if (elapsed < INTERVAL_MILLIS) return
      const reserved = (unconditional * MILLIS_PER_MINUTE) / elapsed
      lambda = solveLambda(demands(), Math.max(0, perMinute - reserved))
      updatedAt = now
      unconditional = 0
    },
    probabilityOf: (rate, cost) =>
      Number.isNaN(lambda) ? thinningProbability(rate) : allocatedProbability(lambda, rate, cost),
    spendUnconditionally: (cost) => {
      unconditional += cost
    },
  }
}
