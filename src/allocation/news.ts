import type { PatternDemand } from './pattern-demand.js'

/** News are kept whole as long as they take no more than this part of the budget. */
const MAX_NEWS_SHARE = 0.1
/** What is not kept whole yet has to fit into this part of that: what is on the edge must not come and go. */
const ENTRY_SHARE = 0.7

/**
 * Returns what is new or part of an incident and can be kept whole: the smallest first.
 *
 * @param perMinute what may be kept, in the unit of the budget
 * @param isKept whether it is kept whole already
 */
export function newsThatFits(
  patterns: readonly PatternDemand[],
  perMinute: number,
  isKept: (signature: string) => boolean,
): Set<string> {
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
    if (taken + volume > MAX_NEWS_SHARE * perMinute * (isKept(signature) ? 1 : ENTRY_SHARE)) continue
    taken += volume
    fits.add(signature)
  }
  return fits
}
