import {
  type Allowance,
  type AllowanceLedger,
  type AllowanceOptions,
  createAllowanceLedger,
} from './allowance-ledger.js'
import { FIRST_SHARE, NOVEL_SHARE } from './shares.js'

/** A flood of unique messages must not undo a remote budget. */
const UNKNOWN_FIRST_SHARE = 0.05

/**
 * Limits how many `first` and `novel` keeps there may be in all. Patterns seen before have half of the `first` allowance for
 * themselves, so that a flood of unique messages cannot spend what known patterns need. An allowance comes back evenly, not at
 * the turn of a window, and one that was not spent is saved. Times are monotonic milliseconds.
 */
export interface FloorAllowance {
  takeFirst(now: number, seenBefore: boolean, cost: number): boolean
  takeNovel(now: number, cost: number): boolean
}

export function createFloorAllowance(
  ledger: AllowanceLedger,
  saved: Pick<AllowanceOptions, 'savedMillis' | 'atStart'>,
): FloorAllowance {
  const firsts = ledger.open({ share: FIRST_SHARE, ...saved })
  const unseen = ledger.open({ share: FIRST_SHARE / 2, ...saved, isPart: true })
  const novels = ledger.open({ share: NOVEL_SHARE, ...saved })
  return {
    takeFirst(now, seenBefore, cost) {
      if (!firsts.affords(now, cost)) return false
      if (!seenBefore) {
        if (!unseen.affords(now, cost)) return false
        unseen.spend(cost)
      }
      firsts.spend(cost)
      return true
    },
    takeNovel: (now, cost) => take(novels, now, cost),
  }
}

/** What the app itself pays for, whatever a smaller budget from elsewhere says: known patterns in full, others in part. */
export function createLocalFirsts(perMinute: number, savedMillis: () => number): Pick<FloorAllowance, 'takeFirst'> {
  const ledger = createAllowanceLedger(() => perMinute)
  const known = ledger.open({ share: FIRST_SHARE, savedMillis })
  const others = ledger.open({ share: FIRST_SHARE * UNKNOWN_FIRST_SHARE, savedMillis })
  return { takeFirst: (now, seenBefore, cost) => take(seenBefore ? known : others, now, cost) }
}

function take(allowance: Allowance, now: number, cost: number): boolean {
  if (!allowance.affords(now, cost)) return false
  allowance.spend(cost)
  return true
}
