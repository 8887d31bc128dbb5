import type { AllowanceLedger, AllowanceOptions } from './allowance-ledger.js'
import { FIRST_SHARE, NOVEL_SHARE } from './shares.js'

/**
 * Limits how many `first` and `novel` keeps there may be in all. Patterns seen before have half of the `first` allowance for
 * themselves, so that a flood of unique messages cannot spend what known patterns need. An allowance comes back evenly, not at
 * the turn of a window, and one that was not spent is saved. Times are monotonic milliseconds.
 */
export interface FloorAllowance {
  /** @param isPaid another allowance pays for it: this one is charged too, as far as it goes, and does not refuse */
  takeFirst(now: number, seenBefore: boolean, cost: number, isPaid?: boolean): boolean
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
    takeFirst(now, seenBefore, cost, isPaid = false) {
      const isAffordable = firsts.affords(now, cost) && (seenBefore || unseen.affords(now, cost))
      if (isAffordable) {
        firsts.spend(cost)
        if (!seenBefore) unseen.spend(cost)
      }
      return isAffordable || isPaid
    },
    takeNovel(now, cost) {
      if (!novels.affords(now, cost)) return false
      novels.spend(cost)
      return true
    },
  }
}
