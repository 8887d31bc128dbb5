/** How long the allocator of a budget looks back, and the resolution of everything that is counted over time. */
export const INTERVAL_SECONDS = 10
/** Intervals in which a sampler may find its feet. */
export const SETTLING_INTERVALS = 3
export const INTERVALS_PER_WINDOW = 6
export const WINDOW_SECONDS = INTERVAL_SECONDS * INTERVALS_PER_WINDOW

/** What went through a sampler, interval by interval. */
export interface Timeline {
  readonly seen: Float64Array
  /** Σ weight of what was kept. */
  readonly weight: Float64Array
  /** What was kept, in the unit of the budget. */
  readonly spent: Float64Array
  count(seconds: number, weight: number, cost: number): void
}

export function createTimeline(seconds: number): Timeline {
  const intervals = Math.ceil(seconds / INTERVAL_SECONDS)
  const timeline: Timeline = {
    seen: new Float64Array(intervals),
    weight: new Float64Array(intervals),
    spent: new Float64Array(intervals),
    count(at, weight, cost) {
      const interval = Math.floor(at / INTERVAL_SECONDS)
      timeline.seen[interval]!++
      if (weight === 0) return
      timeline.weight[interval]! += weight
      timeline.spent[interval]! += cost
    },
  }
  return timeline
}

/** Sums over the whole windows behind the time to settle. */
export function windowSums(values: Float64Array): number[] {
  const sums: number[] = []
  for (let from = SETTLING_INTERVALS; from + INTERVALS_PER_WINDOW <= values.length; from += INTERVALS_PER_WINDOW) {
    sums.push(sumOf(values.subarray(from, from + INTERVALS_PER_WINDOW)))
  }
  return sums
}

export function sumBetween(values: Float64Array, fromSeconds: number, toSeconds: number): number {
  return sumOf(values.subarray(fromSeconds / INTERVAL_SECONDS, toSeconds / INTERVAL_SECONDS))
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
