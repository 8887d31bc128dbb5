import { upperTail } from '../anomalies/negative-binomial.js'
import type { VersionSums } from '../store/store.js'

/** Spend may differ so much from what was planned. */
export const SPEND_TOLERANCE = 0.25
const SURGE_P = 1e-6
const SURGE_EFFECT = 2
const LEAST_ERRORS = 5
/** Counts of one service scatter more than chance alone makes them. */
const DISPERSION = 0.1
/** Fewer records say nothing of a share. */
const LEAST_RECORDS = 1_000

export interface CanaryEvidence {
  readonly canary: VersionSums | undefined
  /** All other instances together. */
  readonly others: VersionSums | undefined
  /** Part of the bytes that the new policy was to keep, 0–1. */
  readonly plannedShare: number
}

export type Verdict =
  | { readonly kind: 'good' | 'too_little'; readonly why: string }
  | { readonly kind: 'bad'; readonly why: string }

/** Whether instances that try a policy fare as planned: by the errors they log, and by what they spend. */
export function judgeCanary({ canary, others, plannedShare }: CanaryEvidence): Verdict {
  if (canary === undefined || canary.seen < LEAST_RECORDS) {
    return { kind: 'too_little', why: 'the instances that try it have logged too little to tell' }
  }
  const usual = others === undefined || others.seen < LEAST_RECORDS ? undefined : others.errors / others.seen
  const share = canary.errors / canary.seen
  if (
    usual !== undefined &&
    canary.errors >= LEAST_ERRORS &&
    share >= SURGE_EFFECT * usual &&
    upperTail(canary.errors, Math.max(usual, 1e-5) * canary.seen, DISPERSION) < SURGE_P
  ) {
    return { kind: 'bad', why: `${percent(share)} of its records are errors, elsewhere ${percent(usual)}` }
  }
  const spent = (canary.keptBytes + canary.overheadBytes) / Math.max(1, canary.bytes)
  const off = spent / Math.max(plannedShare, 1e-9) - 1
  if (off > SPEND_TOLERANCE) {
    return { kind: 'bad', why: `it keeps ${percent(spent)} of the bytes; ${percent(plannedShare)} were planned` }
  }
  return {
    kind: 'good',
    why: `it keeps ${percent(spent)} of the bytes, ${percent(plannedShare)} were planned; errors are as elsewhere`,
  }
}

export function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`
}
