import type { Budget } from './adaptive/budget.js'
import { AllowanceLedger } from './allowances/allowance-ledger.js'
import { FloorAllowance } from './allowances/floor-allowance.js'
import type { PatternSampling } from './pattern-sampling.js'

export interface KeepFirst {
  readonly count: number
  readonly per_seconds: number
}

export const DEFAULT_KEEP_FIRST: KeepFirst = { count: 5, per_seconds: 60 }
const SECONDS_PER_MINUTE = 60
const MILLIS_PER_MINUTE = 60_000
/** Share of a minute's allowance that may be saved under a budget: a flood must not spend a quiet minute's at once. */
const MAX_SAVED_SHARE = 0.25
/** Share of it that is there at a start, when every pattern is new and all would be kept at once. */
const START_SHARE = 0.25

export interface FloorWindow {
  readonly inWindow: number
  readonly limit: number
  /** Monotonic milliseconds. */
  readonly end: number
}

/** Keeps the first records of a pattern in each window, within limits. */
export interface Floor {
  /** Counts a record. Returns the reason to keep it, if it is among the first. `now` is monotonic milliseconds. */
  take(pattern: PatternSampling, severityNumber: number, cost: number, now: number): 'first' | 'novel' | undefined
  /** Returns the pattern's records in the running window, how many of them are kept while the allowance lasts, and the end of the window. */
  inspect(pattern: PatternSampling, now: number): FloorWindow
  /**
   * @param budget of all that is kept. What the local one pays for, the first record of a pattern in a minute, is kept under a smaller one
   * from elsewhere, too
   */
  use(keepFirst: KeepFirst, budget: Budget | undefined): void
}

/**
 * @param ledger of the budget in force
 * @param thinnedPerMinute returns the records per minute that stand for a local budget where there is none
 * @param seed that nobody outside knows, of the groups of patterns
 */
export function createFloor(
  ledger: AllowanceLedger,
  localBudget: Budget | undefined,
  thinnedPerMinute: () => number,
  seed: number,
): Floor {
  let windowsPerMinute = 1
  let count = 0
  let hasBudget = localBudget !== undefined
  const savedMillis = (isBudget: boolean, windowMillis: number) => (isBudget ? MAX_SAVED_SHARE : 1) * windowMillis
  const savings = {
    savedMillis: () => savedMillis(hasBudget, MILLIS_PER_MINUTE / windowsPerMinute),
    atStart: () => (hasBudget ? START_SHARE : 1),
  }
  const allowance = new FloorAllowance(ledger, savings, seed)
  // Nothing in it depends on a policy: neither amount, nor share, nor what is asked for.
  const localLedger = new AllowanceLedger(
    localBudget === undefined ? thinnedPerMinute : () => localBudget.perSecond * SECONDS_PER_MINUTE,
  )
  const localSavings = {
    savedMillis: () => savedMillis(localBudget !== undefined, MILLIS_PER_MINUTE),
    atStart: () => (localBudget === undefined ? 1 : START_SHARE),
  }
  const local = new FloorAllowance(localLedger, localSavings, seed)
  // In minutes. Each pattern has windows of its own: otherwise all would spend their floor at the same time.
  const windowOf = ({ phase }: PatternSampling, now: number) =>
    Math.floor((now / MILLIS_PER_MINUTE + phase) * windowsPerMinute) / windowsPerMinute

  return {
    use({ count: asked, per_seconds: seconds }, budget) {
      // Whatever a policy asks for: one a minute stays, and a minute begins where it does without a policy.
      windowsPerMinute = Math.max(1, Math.ceil(SECONDS_PER_MINUTE / seconds))
      count = Math.max(1, Math.round((asked * SECONDS_PER_MINUTE) / windowsPerMinute / seconds))
      hasBudget = budget !== undefined
    },
    inspect: (pattern, now) => ({
      inWindow: pattern.window === windowOf(pattern, now) ? pattern.inWindow : 0,
      limit: count,
      end: (windowOf(pattern, now) + 1 / windowsPerMinute - pattern.phase) * MILLIS_PER_MINUTE,
    }),
    take(pattern, severityNumber, cost, now) {
      const window = windowOf(pattern, now)
      const seenBefore = pattern.window >= 0
      const isFirstOfMinute = Math.floor(pattern.window) !== Math.floor(window)
      if (pattern.window !== window) {
        pattern.window = window
        pattern.inWindow = 0
      }
      const inWindow = ++pattern.inWindow
      if (inWindow > count) return undefined
      const request = { pattern, severityNumber, seenBefore, cost, now, isPaid: false }
      if (inWindow > 1) return allowance.takeNovel(request) ? 'novel' : undefined
      const localCost = localBudget === undefined ? 1 : cost
      const isPaid = isFirstOfMinute && local.takeFirst({ ...request, cost: localCost })
      return allowance.takeFirst({ ...request, isPaid }) ? 'first' : undefined
    },
  }
}
