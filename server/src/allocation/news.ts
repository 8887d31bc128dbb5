import type { PatternDemand } from './pattern-demand.js'

/** News are kept whole as long as they take no more than this part of the budget. */
const MAX_NEWS_SHARE = 0.1

/**
 * Returns what is new or part of an incident and can be kept whole: the smallest first.
 *
 * @param perMinute what may be kept, in the unit of the budget
 */
export function newsThatFits(patterns: readonly PatternDemand[], perMinute: number): Set<string> {
  const available = MAX_NEWS_SHARE * perMinute
  const fits = new Set<string>()
  let taken = 0
  const news = patterns.filter(
    ({ isNews, protection, lock }) => isNews && protection === undefined && lock === undefined,
  )
  const volumes = news.map((pattern) => ({
    signature: pattern.signature,
    volume: Math.max(pattern.perMinute, pattern.surge ?? 0) * pattern.cost,
  }))
  for (const { signature, volume } of volumes.toSorted((a, b) => a.volume - b.volume)) {
    taken += volume
    if (taken > available) break
    fits.add(signature)
  }
  return fits
}
