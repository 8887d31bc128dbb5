import type { Budget } from './sampler.ts'
import type { Stream } from './traffic/arrivals.ts'
import { during, type Episode, type Load, steady } from './traffic/load.ts'
import { createAliasDraw, zipfShares } from './traffic/zipf.ts'

export const FAMILIES = ['steady', 'bytes', 'diurnal', 'burst', 'flood', 'errors'] as const
export type Family = (typeof FAMILIES)[number]

/** Traffic and the budget it meets. Keys: the patterns by rank, then patterns of errors, then messages that come only once. */
export interface Scenario {
  readonly family: Family
  readonly name: string
  readonly seconds: number
  readonly budget: Budget
  /** Of each pattern, errors included, records per second when nothing is unusual. */
  readonly usualRates: Float64Array
  readonly streams: readonly Stream[]
  readonly isError: (key: number) => boolean
  /** When something is unusual. */
  readonly episode?: Episode
}

export interface Population {
  readonly patterns: number
  readonly exponent: number
  readonly load: Load
  /** Mean of the load. */
  readonly perSecond: number
  readonly errors?: { readonly patterns: number; readonly perSecond: number }
}

/** Patterns whose volumes follow Zipf's law, and beside them patterns of errors, alike. */
export function population({
  patterns,
  exponent,
  load,
  perSecond,
  errors,
}: Population): Pick<Scenario, 'usualRates' | 'streams' | 'isError'> {
  const shares = zipfShares(patterns, exponent)
  const usualRates = shares.map((share) => share * perSecond)
  const base: Stream = { load, draw: createAliasDraw(shares) }
  if (errors === undefined) return { usualRates, streams: [base], isError: () => false }
  const errorShares = zipfShares(errors.patterns, exponent)
  const drawError = createAliasDraw(errorShares)
  return {
    usualRates: Float64Array.of(...usualRates, ...errorShares.map((share) => share * errors.perSecond)),
    streams: [base, { load: steady(errors.perSecond), draw: (random) => patterns + drawError(random) }],
    isError: (key) => key >= patterns && key < patterns + errors.patterns,
  }
}

/** More of a pattern that is there anyway, while the episode lasts. */
export function burstOf(key: number, episode: Episode, perSecond: number): Stream {
  return { load: during(episode, perSecond), draw: () => key }
}

/** Messages that come only once: each is a pattern of its own, from `firstKey` on. */
export function uniqueMessages(firstKey: number, episode: Episode, perSecond: number): Stream {
  let key = firstKey
  return { load: during(episode, perSecond), draw: () => key++ }
}
