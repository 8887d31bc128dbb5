import { allocate } from '../../../allocation/allocate.js'
import { shareAmong } from '../../../allocation/share-among.js'
import type { HistoryHour } from '../../../posthog/history/history-hour.js'
import type { Budget } from '../../../sampling/adaptive/budget.js'
import { demandsOf, MINUTES, type Split } from './pattern-demands.js'
import { type PatternSavings, type Sum, sumOf } from './pattern-sum.js'

const SECONDS_PER_HOUR = 3_600

/** What a budget would have kept of a history. */
export interface Savings {
  readonly seen: number
  readonly kept: number
  readonly bytesNow: number
  readonly bytesKept: number
  readonly errors: number
  readonly errorsKept: number
  /** Bytes of what is kept whatever the budget is, and what the budget allows. */
  readonly bytesWhole: number
  readonly allowed: number
  /** The largest first, by what they cost now. */
  readonly patterns: readonly PatternSavings[]
}

/**
 * Returns what a budget would have kept of these hours: the live allocator of the server, hour by hour, each hour with its part of the
 * budget by its volume. Errors are kept whole, those among other records too.
 */
export function savingsOf(hours: readonly HistoryHour[], budget: Budget): Savings {
  const byHour = [...Map.groupBy(hours, ({ hour }) => hour)].toSorted(([a], [b]) => a - b)
  const inRecords = budget.unit === 'records'
  const volumeOf = (some: readonly HistoryHour[]) =>
    some.reduce(
      (sum, { patterns }) => patterns.reduce((all, { seen, bytes }) => all + (inRecords ? seen : bytes), sum),
      0,
    )
  const span = byHour.length === 0 ? 0 : (byHour.at(-1)![0] - byHour[0]![0]) / SECONDS_PER_HOUR + 1
  const allowed = budget.perSecond * SECONDS_PER_HOUR * span
  const volume = Math.max(1e-9, volumeOf(hours))
  const sums = new Map<string, Sum>()
  let bytesWhole = 0
  for (const [, services] of byHour) {
    const perMinute = (allowed * volumeOf(services)) / volume / MINUTES
    const split = services.map(({ patterns }) => patterns.flatMap((pattern) => demandsOf(pattern, inRecords)))
    const shares = shareAmong(
      split.map((own) => own.map(({ demand }) => demand)),
      ({ cost }) => cost,
      perMinute,
      perMinute,
    )
    for (const [i, { service, instances }] of services.entries()) {
      const kept = keptOf(split[i]!, perMinute * shares[i]!, instances)
      for (const { pattern, demand, errors } of split[i]!) {
        const share = kept.get(demand.signature) ?? 1
        const records = demand.perMinute * MINUTES
        const bytes = (records * pattern.bytes) / Math.max(1e-9, pattern.seen)
        sumOf(sums, service, pattern).add(
          pattern,
          errors,
          records * share,
          bytes * share,
          share === 1 ? demand.protection : undefined,
        )
        if (demand.protection === 'errors') bytesWhole += bytes
      }
    }
  }
  const patterns = [...sums.values()].map((sum) => sum.savings()).toSorted((a, b) => b.bytesNow - a.bytesNow)
  const total = (of: (pattern: PatternSavings) => number) => patterns.reduce((sum, pattern) => sum + of(pattern), 0)
  return {
    seen: total(({ seen }) => seen),
    kept: total(({ kept }) => kept),
    bytesNow: total(({ bytesNow }) => bytesNow),
    bytesKept: total(({ bytesKept }) => bytesKept),
    errors: total(({ errors }) => errors),
    errorsKept: total(({ errorsKept }) => errorsKept),
    bytesWhole,
    allowed,
    patterns,
  }
}

function keptOf(split: readonly Split[], perMinute: number, instances: number): ReadonlyMap<string, number> {
  const none = new Map<string, never>()
  return allocate({
    patterns: split.map(({ demand }) => demand),
    alwaysKept: none,
    keptBefore: new Set(),
    locks: none,
    perMinute,
    usualPerMinute: perMinute,
    instances,
    rates: none,
    changes: none,
    how: 'at once',
  }).keptShares
}
