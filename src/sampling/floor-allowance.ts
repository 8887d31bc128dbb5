/**
 * Limits how many `first` and `novel` keeps one window may hold in all. Patterns seen before have half of the `first`
 * allowance for themselves, so that a flood of unique messages cannot spend what known patterns need.
 */
export interface FloorAllowance {
  takeFirst(window: number, seenBefore: boolean, cost: number): boolean
  takeNovel(window: number, cost: number): boolean
}

export interface FloorLimits {
  /** Cost of `first` keeps per window. */
  readonly first: number
  /** Cost of `novel` keeps per window. */
  readonly novel: number
}

export function createFloorAllowance(limits: FloorLimits): FloorAllowance {
  let current = -1
  let firstSpent = 0
  let unseenSpent = 0
  let novelSpent = 0
  const enter = (window: number) => {
    if (window === current) return
    current = window
    firstSpent = unseenSpent = novelSpent = 0
  }
  return {
    takeFirst(window, seenBefore, cost) {
      enter(window)
      if (firstSpent + cost > limits.first) return false
      if (!seenBefore) {
        if (unseenSpent + cost > limits.first / 2) return false
        unseenSpent += cost
      }
      firstSpent += cost
      return true
    },
    takeNovel(window, cost) {
      enter(window)
      if (novelSpent + cost > limits.novel) return false
      novelSpent += cost
      return true
    },
  }
}
