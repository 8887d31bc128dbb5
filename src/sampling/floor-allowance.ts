/** Shares of a budget that `first` and `novel` may take. */
export const FIRST_SHARE = 0.5
export const NOVEL_SHARE = 0.1
export const MAX_FLOOR_SHARE = FIRST_SHARE + NOVEL_SHARE

/**
 * Limits how many `first` and `novel` keeps there may be in all. Patterns seen before have half of the `first` allowance for themselves,
 * so that a flood of unique messages cannot spend what known patterns need. An allowance comes back evenly, not at the turn of a
 * window, and one that was not spent waits.
 */
export interface FloorAllowance {
  takeFirst(now: number, seenBefore: boolean, cost: number): boolean
  takeNovel(now: number, cost: number): boolean
}

export interface FloorLimits {
  /** Cost of `first` keeps per window. */
  readonly first: number
  /** Cost of `novel` keeps per window. */
  readonly novel: number
  readonly windowMillis: number
  /** How much of a window's allowance may wait to be spent, 0–1. */
  readonly savings: number
}

export function createFloorAllowance({ first, novel, windowMillis, savings }: FloorLimits): FloorAllowance {
  const firsts = createAllowance(first, windowMillis, savings)
  const unseen = createAllowance(first / 2, windowMillis, savings)
  const novels = createAllowance(novel, windowMillis, savings)
  return {
    takeFirst(now, seenBefore, cost) {
      if (firsts.available(now) < cost) return false
      if (!seenBefore) {
        if (unseen.available(now) < cost) return false
        unseen.take(cost)
      }
      firsts.take(cost)
      return true
    },
    takeNovel(now, cost) {
      if (novels.available(now) < cost) return false
      novels.take(cost)
      return true
    },
  }
}

function createAllowance(perWindow: number, windowMillis: number, savings: number) {
  const most = perWindow * savings
  let left = most
  let filledAt = Number.NaN
  return {
    available(now: number): number {
      if (now > filledAt) left = Math.min(most, left + ((now - filledAt) * perWindow) / windowMillis)
      filledAt = now
      return left
    },
    take(cost: number): void {
      left -= cost
    },
  }
}
