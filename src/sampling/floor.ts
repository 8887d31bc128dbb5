import type { Budget } from './adaptive/budget.js'
import { createFloorAllowance, FIRST_SHARE, NOVEL_SHARE } from './floor-allowance.js'
import type { PatternSampling } from './pattern-sampling.js'

export interface KeepFirst {
  readonly count: number
  readonly per_seconds: number
}

export const DEFAULT_KEEP_FIRST: KeepFirst = { count: 5, per_seconds: 60 }
/** `first` and `novel` keeps a minute without a budget. */
const RECORDS_PER_MINUTE = 1_000

/** Keeps the first records of a pattern in each window, within limits. */
export interface Floor {
  readonly hasBudget: boolean
  /** Counts a record; answers the reason to keep it, if it is among the first. */
  take(pattern: PatternSampling, cost: number, now: number): 'first' | 'novel' | undefined
  /** Records of the pattern in the running window, and how many of them are kept while the allowance lasts. */
  inspect(pattern: PatternSampling, now: number): { readonly inWindow: number; readonly limit: number }
}

export function createFloor({ count, per_seconds }: KeepFirst, budget: Budget | undefined): Floor {
  const windowMillis = per_seconds * 1_000
  const perWindow = budget === undefined ? (RECORDS_PER_MINUTE * per_seconds) / 60 : budget.perSecond * per_seconds
  const hasBudget = budget !== undefined
  const allowance = createFloorAllowance({
    first: hasBudget ? perWindow * FIRST_SHARE : perWindow,
    novel: hasBudget ? perWindow * NOVEL_SHARE : perWindow,
    windowMillis,
    // What a quiet minute leaves of a budget is not for a flood of news to spend at once.
    savings: hasBudget ? 0.25 : 1,
  })
  // Each pattern has windows of its own, or all of them would spend their floor at the same time.
  const windowOf = ({ phase }: PatternSampling, now: number) => Math.floor(now / windowMillis + phase)

  return {
    hasBudget,
    inspect: (pattern, now) => ({
      inWindow: pattern.window === windowOf(pattern, now) ? pattern.inWindow : 0,
      limit: count,
    }),
    take(pattern, cost, now) {
      const window = windowOf(pattern, now)
      const seenBefore = pattern.window >= 0
      if (pattern.window !== window) {
        pattern.window = window
        pattern.inWindow = 0
      }
      const inWindow = ++pattern.inWindow
      if (inWindow > count) return undefined
      if (inWindow === 1) return allowance.takeFirst(now, seenBefore, cost) ? 'first' : undefined
      return allowance.takeNovel(now, cost) ? 'novel' : undefined
    },
  }
}
