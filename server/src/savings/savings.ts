import { BYTES_PER_GB } from 'lipservice/allocation'
import { KEEP_REASONS, type KeepReason, keepReasonRow } from 'lipservice/protocol'
import type { CountVariance } from '../store/contracts/patterns.js'
import type { ServiceKeeps } from '../store/contracts/services.js'
import type { Totals } from '../store/store.js'

/** Reasons for which a record must be kept, whatever the budget. */
export const GUARANTEES: readonly KeepReason[] = KEEP_REASONS.filter((reason) => {
  const { guaranteed, floor } = keepReasonRow(reason)
  return guaranteed || floor
})

/** What sampling saved against keeping everything. Bytes are uncompressed OTLP, money at a price per GB. */
export interface Savings {
  readonly seen: number
  readonly kept: number
  /** Of all records, had they been kept. */
  readonly bytes: number
  /** What stamps and batches add to those that were. */
  readonly overhead_bytes: number
  /** Of those that were, with that. */
  readonly billed_bytes: number
  readonly usd: number
  readonly billed_usd: number
  readonly saved_usd: number
  /** Part of the bytes that is not billed, 0–1; below 0 where the overhead is more than what was dropped. */
  readonly saved_share: number
  /**
   * Of a count that is estimated from what was kept by chance alone: √((1 − p)/(n·p)). Guarantees make it smaller.
   * `null`: nothing was kept.
   */
  readonly relative_standard_error: number | null
}

export function savingsOf(totals: Totals, overheadBytes: number, usdPerGb: number): Savings {
  const { seen, kept, bytes, keptBytes } = totals
  const billed = keptBytes + overheadBytes
  const money = (amount: number) => (amount / BYTES_PER_GB) * usdPerGb
  return {
    seen,
    kept,
    bytes,
    overhead_bytes: overheadBytes,
    billed_bytes: billed,
    usd: money(bytes),
    billed_usd: money(billed),
    saved_usd: money(bytes - billed),
    saved_share: bytes === 0 ? 0 : 1 - billed / bytes,
    relative_standard_error: standardErrorOf(totals),
  }
}

/** Returns the relative standard error of one pattern's count; `null`: nothing was kept. */
export function standardErrorOf({ seen, kept }: Pick<Totals, 'seen' | 'kept'>): number | null {
  if (kept <= 0) return null
  return Math.sqrt(Math.max(0, 1 - kept / seen) / kept)
}

/** Returns the relative standard error of a count: √Σ n(1 − p)/p over Σ n; `null`: nothing was kept. */
export function standardErrorOfCount(count: CountVariance | undefined): number | null {
  return count === undefined || count.seen === 0 ? null : Math.sqrt(count.variance) / count.seen
}

/** Returns the same of patterns with a rate each. Those of which nothing was kept do not count. */
export function standardErrorOfSum(patterns: readonly Pick<Totals, 'seen' | 'kept'>[]): number | null {
  let variance = 0
  let all = 0
  for (const { seen, kept } of patterns) {
    if (kept <= 0) continue
    variance += (seen * Math.max(0, seen - kept)) / kept
    all += seen
  }
  return standardErrorOfCount({ variance, seen: all })
}

/** What was sent for one reason. */
export interface SentPart {
  /** Of the SDK; `unknown`: it said none. */
  readonly reason: string
  readonly records: number
  /** At the mean of all kept records, with what stamps and batches add. */
  readonly bytes: number
  readonly usd: number
}

/** Returns what was sent by the reason it was kept for: all parts together are all that was sent. */
export function sentPartsOf(
  keptByReason: ReadonlyMap<string, number>,
  { kept, keptBytes }: Pick<Totals, 'kept' | 'keptBytes'>,
  overheadBytes: number,
  usdPerGb: number,
): SentPart[] {
  const named = [...keptByReason].filter(([, records]) => records > 0)
  const rest = kept - named.reduce((sum, [, records]) => sum + records, 0)
  const parts: [string, number][] = rest > 0 ? [...named, ['unknown', rest]] : named
  const all = parts.reduce((sum, [, records]) => sum + records, 0)
  const billed = keptBytes + overheadBytes
  return parts.map(([reason, records]) => {
    const bytes = (records / all) * billed
    return { reason, records, bytes, usd: (bytes / BYTES_PER_GB) * usdPerGb }
  })
}

export interface Guarantee {
  readonly reason: KeepReason
  readonly records: number
  /** At the mean of all kept records. */
  readonly bytes: number
  readonly usd: number
}

/** Returns what was kept because it must be, and what that cost. */
export function guaranteesOf(
  keeps: Pick<ServiceKeeps, 'overheadBytes' | 'keptByReason'> | undefined,
  { kept, keptBytes }: Totals,
  usdPerGb: number,
): Guarantee[] {
  if (keeps === undefined) return []
  const mean = (keptBytes + keeps.overheadBytes) / Math.max(1, kept)
  return GUARANTEES.map((reason) => {
    const records = keeps.keptByReason.get(reason) ?? 0
    const bytes = Math.round(records * mean)
    return { reason, records, bytes, usd: (bytes / BYTES_PER_GB) * usdPerGb }
  })
}
