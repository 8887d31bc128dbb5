import type { Worth } from './class-worth.js'

/** What words and models keep whole takes no more than this part of the budget: anyone who makes an app log can use them. */
const MAX_WORDS_SHARE = 0.05
/** What is not kept whole yet has to fit into this part of that: what is on the edge must not come and go. */
const ENTRY_SHARE = 0.8

/** What may be kept whole for its words. */
export interface WordDemand extends Pick<Worth, 'protection' | 'isWarning' | 'isLabelled'> {
  readonly perMinute: number
  /** Of a kept record, in the unit of the budget. */
  readonly cost: number
}

/** Returns whether only the words of its template protect a pattern, or a model that reads them: no error, and no person. */
export function isByWords({ protection, isLabelled }: Pick<Worth, 'protection' | 'isLabelled'>): boolean {
  if (isLabelled) return false
  return protection === 'security' || protection === 'audit' || protection === 'judged'
}

/**
 * Returns what is kept whole for its words: warnings first, then the smallest first, as far as it fits. What a model says comes last: it
 * takes no room from what words say.
 *
 * @param perMinute the budget at this hour, in its unit
 * @param isKept whether it is kept whole already
 */
export function wordsThatFit<P extends WordDemand>(
  patterns: readonly P[],
  perMinute: number,
  isKept: (pattern: P) => boolean,
): Set<P> {
  const fits = new Set<P>()
  let taken = 0
  const volumeOf = ({ perMinute: records, cost }: P) => records * cost
  const ordered = patterns
    .filter(isByWords)
    .toSorted(
      (a, b) =>
        Number(a.protection === 'judged') - Number(b.protection === 'judged') ||
        Number(b.isWarning) - Number(a.isWarning) ||
        volumeOf(a) - volumeOf(b),
    )
  for (const pattern of ordered) {
    const available = MAX_WORDS_SHARE * perMinute * (isKept(pattern) ? 1 : ENTRY_SHARE)
    if (taken + volumeOf(pattern) > available) continue
    taken += volumeOf(pattern)
    fits.add(pattern)
  }
  return fits
}

/** Returns whether what falls out of the bound takes as much again as the bound: then it is let go at once. */
export function isFarOver<P extends WordDemand>(fallen: Iterable<P>, perMinute: number): boolean {
  let volume = 0
  for (const { perMinute: records, cost } of fallen) volume += records * cost
  return volume > MAX_WORDS_SHARE * perMinute
}
