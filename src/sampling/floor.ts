import type { Budget } from './adaptive/budget.js'
import { createFloorAllowance, FIRST_SHARE, type FloorAllowance, NOVEL_SHARE } from './floor-allowance.js'
import type { PatternSampling } from './pattern-sampling.js'

export interface KeepFirst {
  readonly count: number
  readonly per_seconds: number
}

export const DEFAULT_KEEP_FIRST: KeepFirst = { count: 5, per_seconds: 60 }
const MAX_WINDOW_SECONDS = 60
/** A flood of unique messages must not undo a remote budget. */
const UNKNOWN_SHARE = 0.05
/** Of a record, where bytes have to stand for records. */
const RECORD_BYTES = 512
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

/**
 * @param budget of all that is kept
 * @param localBudget what of it the app itself set: under a smaller one from elsewhere the `first` keeps that it had paid for stay,
 * for known patterns in full, for others in part
 */
export function createFloor(keepFirst: KeepFirst, budget: Budget | undefined, localBudget = budget): Floor {
  // One a minute stays, whatever a policy asks for.
  const seconds = Math.min(MAX_WINDOW_SECONDS, keepFirst.per_seconds)
  const count = Math.max(1, Math.round((keepFirst.count * seconds) / keepFirst.per_seconds))
  const windowMillis = seconds * 1_000
  const perWindow = budget === undefined ? (RECORDS_PER_MINUTE * seconds) / 60 : budget.perSecond * seconds
  const hasBudget = budget !== undefined
  const allowance = createFloorAllowance({
    first: hasBudget ? perWindow * FIRST_SHARE : perWindow,
    novel: hasBudget ? perWindow * NOVEL_SHARE : perWindow,
    windowMillis,
    // What a quiet minute leaves of a budget is not for a flood of news to spend at once.
    savings: hasBudget ? 0.25 : 1,
  })
  const localFirsts = budget === localBudget ? undefined : createLocalFirsts(localBudget, windowMillis)
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
      if (inWindow === 1) {
        if (allowance.takeFirst(now, seenBefore, cost)) return 'first'
        return localFirsts?.takeFirst(now, seenBefore, cost) ? 'first' : undefined
      }
      return allowance.takeNovel(now, cost) ? 'novel' : undefined
    },
  }
}

function createLocalFirsts(budget: Budget | undefined, windowMillis: number): Pick<FloorAllowance, 'takeFirst'> {
  const seconds = windowMillis / 1_000
  // Costs are in the unit of the remote budget then: bytes.
  const first =
    budget === undefined ? (RECORDS_PER_MINUTE * RECORD_BYTES * seconds) / 60 : budget.perSecond * seconds * FIRST_SHARE
  const known = createFloorAllowance({ first, novel: 0, windowMillis, savings: 1 })
  const others = createFloorAllowance({ first: first * UNKNOWN_SHARE, novel: 0, windowMillis, savings: 1 })
  return {
    takeFirst: (now, seenBefore, cost) => (seenBefore ? known : others).takeFirst(now, true, cost),
  }
}
