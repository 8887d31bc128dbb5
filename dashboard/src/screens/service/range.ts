import type { PostHogSince } from '../../format/posthog.js'

/** Spans of time of the screen. A day is as the API has it by itself. */
export const RANGES = ['3h', '24h', '7d'] as const
export type Range = (typeof RANGES)[number]

const HOUR = 3_600

interface RangeFigures {
  readonly seconds: number
  /** The server's steps, and how many of them are one of the chart. */
  readonly step: 'minute' | 'hour'
  readonly together: number
  readonly since: PostHogSince
}

const FIGURES: Readonly<Record<Range, RangeFigures>> = {
  '3h': { seconds: 3 * HOUR, step: 'minute', together: 2, since: '-3h' },
  '24h': { seconds: 24 * HOUR, step: 'minute', together: 10, since: '-24h' },
  '7d': { seconds: 168 * HOUR, step: 'hour', together: 1, since: '-7d' },
}

/** Returns the range that an address names; without one, a day. */
export function rangeOf(named: string | null): Range {
  return RANGES.find((range) => range === named) ?? '24h'
}

export const figuresOf = (range: Range): RangeFigures => FIGURES[range]

/** Returns where a range begins, now; `undefined`: as the API has it by itself. */
export const fromOf = (range: Range, now: number): number | undefined =>
  range === '24h' ? undefined : Math.floor(now) + 60 - FIGURES[range].seconds
