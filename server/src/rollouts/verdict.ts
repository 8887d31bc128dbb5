import { upperTail } from '../anomalies/negative-binomial.js'
import type { VersionSums } from '../store/store.js'

/** Spend may differ from what was planned by so much. */
const SPEND_TOLERANCE = 0.25
const MAX_SURGE_P = 1e-6
const MIN_SURGE_RATIO = 2
const MIN_ERRORS = 5
/** A service that never failed is taken to fail once in so many records. */
const MIN_ERROR_SHARE = 1e-5
/** Counts of one service scatter more than chance alone makes them. */
const ASSUMED_DISPERSION = 0.1
/** What was planned to be less than this part of what is logged is kept by chance. */
const MIN_PLANNED_SHARE = 0.01
/** Fewer records say nothing of a share. */
const MIN_RECORDS = 1_000

export type Verdict = { readonly kind: 'good' | 'too little' | 'bad'; readonly why: string }

const TOO_LITTLE: Verdict = { kind: 'too little', why: 'those that try it have logged too little to tell' }

/** Returns how errors surge: at least twice the share elsewhere, and beyond chance. `undefined`: they do not. */
export function errorSurge(tried: VersionSums, elsewhere: VersionSums | undefined): string | undefined {
  if (elsewhere === undefined || elsewhere.seen < MIN_RECORDS || tried.errors < MIN_ERRORS) return undefined
  const usual = Math.max(MIN_ERROR_SHARE, elsewhere.errors / elsewhere.seen)
  const share = tried.errors / tried.seen
  if (share < MIN_SURGE_RATIO * usual || upperTail(tried.errors, usual * tried.seen, ASSUMED_DISPERSION) >= MAX_SURGE_P)
    return undefined
  return `${percent(share)} of its records are errors, ${percent(usual)} otherwise`
}

/** Returns how much more is kept than was planned, besides what must be kept. `undefined`: within the tolerance. */
export function overspend(spent: number, planned: number, what: string): string | undefined {
  if (planned <= 0 || spent / planned - 1 <= SPEND_TOLERANCE) return undefined
  return `it keeps ${percent(spent / planned)} of the ${what} that were planned`
}

/**
 * Returns how much less is kept than the policy says, which loses records. `undefined`: within the tolerance.
 *
 * @param kept part of what was logged, 0–1
 * @param said part that the policy says, 0–1
 */
export function underspend(kept: number, said: number, what: string): string | undefined {
  // Where nothing was logged besides, no part of it is known.
  if (!(said > 0) || 1 - kept / said <= SPEND_TOLERANCE) return undefined
  return `it keeps ${percent(kept)} of the ${what}, of which it should keep ${percent(said)}`
}

/** What a policy was planned to keep besides what must be kept. */
export interface CanaryPlan {
  /** Part of the bytes that are logged besides that, 0–1. */
  readonly share: number
  /** What the budgets of those that try it add up to, in the time that is looked at. */
  readonly bytes: number
}

/**
 * Returns what those that try a policy may keep besides what must be kept.
 *
 * @param demand what they logged besides that, in bytes as billed
 */
export function plannedSpend({ share, bytes }: CanaryPlan, demand: number): number {
  // An instance that logs less than others keeps more of it: a budget is the same for all.
  return Math.max(share * demand, bytes, MIN_PLANNED_SHARE * demand)
}

/** Compares the instances that try a policy with all others, over the same time. */
export function canaryVerdict(
  canary: VersionSums | undefined,
  others: VersionSums | undefined,
  plan: CanaryPlan,
): Verdict {
  if (canary === undefined || canary.seen < MIN_RECORDS) return TOO_LITTLE
  const surge = errorSurge(canary, others)
  if (surge !== undefined) return { kind: 'bad', why: surge }
  const { spent, demand } = besides(canary, 'bytes')
  const over = overspend(spent, plannedSpend(plan, demand), 'bytes')
  if (over !== undefined) return { kind: 'bad', why: over }
  return { kind: 'good', why: 'it keeps what was planned, and errors are as elsewhere' }
}

/** Volumes without what must be kept whatever a policy says: that counts on no side. */
export interface Besides {
  /** What was kept, and what would have been had all been kept: as billed. */
  readonly spent: number
  readonly demand: number
  /** Part of what was logged that was kept, 0–1, without what stamps and batches add. */
  readonly share: number
}

export function besides(sums: VersionSums, unit: 'bytes' | 'records'): Besides {
  const { seen, kept, bytes, keptBytes, overheadBytes, guaranteed } = sums
  const [rest, all] = [kept - guaranteed, seen - guaranteed]
  if (unit === 'records') return { spent: rest, demand: all, share: rest / Math.max(1, all) }
  const perKept = 1 / Math.max(1, kept)
  const [meanBytes, meanOverhead] = [keptBytes * perKept, overheadBytes * perKept]
  const logged = Math.max(1, bytes - guaranteed * meanBytes)
  return {
    spent: rest * (meanBytes + meanOverhead),
    demand: logged + all * meanOverhead,
    share: (rest * meanBytes) / logged,
  }
}

export function sumOf(all: readonly VersionSums[]): VersionSums | undefined {
  return all.reduce<VersionSums | undefined>(
    (sum, row) =>
      sum === undefined
        ? row
        : {
            policyVersion: row.policyVersion,
            reports: sum.reports + row.reports,
            overheadBytes: sum.overheadBytes + row.overheadBytes,
            guaranteed: sum.guaranteed + row.guaranteed,
            seconds: sum.seconds + row.seconds,
            seen: sum.seen + row.seen,
            kept: sum.kept + row.kept,
            bytes: sum.bytes + row.bytes,
            keptBytes: sum.keptBytes + row.keptBytes,
            errors: sum.errors + row.errors,
          },
    undefined,
  )
}

function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`
}
