import type { Budget } from './adaptive/budget.js'
import type { AllowanceLedger } from './allowances/allowance-ledger.js'
import { createFloorAllowance, createLocalFirsts, type FloorAllowance } from './allowances/floor-allowance.js'
import { FIRST_SHARE } from './allowances/shares.js'
import type { PatternSampling } from './pattern-sampling.js'

export interface KeepFirst {
  readonly count: number
  readonly per_seconds: number
}

export const DEFAULT_KEEP_FIRST: KeepFirst = { count: 5, per_seconds: 60 }
const MAX_WINDOW_SECONDS = 60
/** Bytes of a record, where a budget in bytes has to count records. */
const NOMINAL_RECORD_BYTES = 512
/** `first` keeps a minute of an app without a budget of its own, even under a remote one. */
const LOCAL_FIRSTS_PER_MINUTE = 1_000
/** Share of a window's allowance that may be saved under a budget: a flood must not spend a quiet minute's at once. */
const MAX_SAVED_SHARE = 0.25
/** Share of it that is there at a start, when every pattern is new and all would be kept at once. */
const START_SHARE = 0.25

/** Keeps the first records of a pattern in each window, within limits. */
export interface Floor {
  /** Counts a record. Returns the reason to keep it, if it is among the first. `now` is monotonic milliseconds. */
  take(pattern: PatternSampling, cost: number, now: number): 'first' | 'novel' | undefined
  /** Returns the pattern's records in the running window, and how many of them are kept while the allowance lasts. */
  inspect(pattern: PatternSampling, now: number): { readonly inWindow: number; readonly limit: number }
  /**
   * @param budget of all that is kept
   * @param localBudget what of it the app itself set: under a smaller one from elsewhere the `first` keeps that it had paid for
   * stay, for known patterns in full, for others in part
   */
  use(keepFirst: KeepFirst, budget: Budget | undefined, localBudget: Budget | undefined): void
}

export function createFloor(ledger: AllowanceLedger): Floor {
  let windowMillis = 0
  let count = 0
  let savedMillis = 0
  let atStart = 1
  let localFirsts: Pick<FloorAllowance, 'takeFirst'> | undefined
  const allowance = createFloorAllowance(ledger, { savedMillis: () => savedMillis, atStart: () => atStart })
  // Each pattern has windows of its own: otherwise all would spend their floor at the same time.
  const windowOf = ({ phase }: PatternSampling, now: number) => Math.floor(now / windowMillis + phase)

  return {
    use(keepFirst, budget, localBudget) {
      // One a minute stays, whatever a policy asks for.
      const seconds = Math.min(MAX_WINDOW_SECONDS, keepFirst.per_seconds)
      count = Math.max(1, Math.round((keepFirst.count * seconds) / keepFirst.per_seconds))
      windowMillis = seconds * 1_000
      savedMillis = budget === undefined ? windowMillis : MAX_SAVED_SHARE * windowMillis
      atStart = budget === undefined ? 1 : START_SHARE
      const isOwn = budget?.unit === localBudget?.unit && budget?.perSecond === localBudget?.perSecond
      localFirsts = isOwn ? undefined : createLocalFirsts(localPerMinute(localBudget), () => windowMillis)
    },
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

/** In the unit of the remote budget: bytes. */
function localPerMinute(budget: Budget | undefined): number {
  return budget === undefined ? (LOCAL_FIRSTS_PER_MINUTE * NOMINAL_RECORD_BYTES) / FIRST_SHARE : budget.perSecond * 60
}
