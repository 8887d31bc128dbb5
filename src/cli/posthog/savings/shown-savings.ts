import { BYTES_PER_UNIT, type LogsBill, paidUsdPerGb, usdOf as usdOfUnits } from '../../../posthog/bill/prices.js'
import type { HistoryNote } from '../../../posthog/history/history-state.js'
import { bytes as bytesText, count, usd } from '../../terminal/numbers.js'
import type { Savings } from './savings.js'

const HOURS_PER_MONTH = 730.5

/** A budget, and what it would have kept. */
export interface NamedSavings {
  readonly name: string
  readonly savings: Savings
}

/** What is shown of a history. */
export interface ShownSavings {
  readonly project: string
  /** Where PostHog shows the logs. */
  readonly appUrl: string
  /** Epoch seconds. */
  readonly from: number
  readonly to: number
  /** Hours that were read, and that were asked for. */
  readonly hours: number
  readonly asked: number
  readonly bill: LogsBill
  readonly notes: readonly HistoryNote[]
  /** Records of services by hour, the oldest first. */
  readonly trend: readonly { readonly hour: number; readonly bytes: number; readonly kept: number }[]
  /** The first is shown in full. */
  readonly budgets: readonly NamedSavings[]
  /** Patterns that are shown. */
  readonly top: number
  /** Why it is not whole. */
  readonly problem: string | undefined
}

type Priced = Pick<ShownSavings, 'hours' | 'bill' | 'budgets'>

/** Returns what a month of as many bytes as in the hours that were read costs, in dollars: free part and tiers included. */
export const monthUsd = ({ hours, bill }: Pick<Priced, 'hours' | 'bill'>, bytes: number): number =>
  usdOfUnits(bill, ((bytes / Math.max(1, hours)) * HOURS_PER_MONTH) / BYTES_PER_UNIT)

/** Returns the part of some bytes in what the first budget saves, in dollars a month: they are the last ones of the month. */
export function partUsd(shown: Priced, bytes: number): number {
  const { bytesNow, bytesKept } = shown.budgets[0]!.savings
  const kept = Math.min(bytesNow, bytesKept)
  const [from, to] = bytesNow - kept > 0 ? [kept, bytesNow] : [0, bytesNow]
  return ((monthUsd(shown, to) - monthUsd(shown, from)) * bytes) / Math.max(1e-9, to - from)
}

const BYTES_PER_GB = 1_000_000_000

/** What a budget saves where a month costs nothing with it and without. */
export interface FreeSaving {
  /** Bytes of a month that need not be sent, and those that are sent now. */
  readonly bytesLess: number
  readonly bytesNow: number
  /** Bytes of a month that cost nothing. */
  readonly bytesFree: number
  /** Dollars a month that they would cost beyond the free part. */
  readonly usdBeyond: number
  /** Dollars of a gigabyte there. */
  readonly usdPerGb: number
}

/** Returns what the first budget saves where no money is saved, because the free part of the month covers it; else `undefined`. */
export function freeSavingOf(shown: Priced): FreeSaving | undefined {
  const { hours, bill, budgets } = shown
  const { bytesNow, bytesKept } = budgets[0]!.savings
  if (bill.freeUnits === 0 || bytesNow === 0 || monthUsd(shown, bytesNow) > 0) return undefined
  const month = (bytes: number) => (bytes / Math.max(1, hours)) * HOURS_PER_MONTH
  const bytesLess = month(Math.max(0, bytesNow - bytesKept))
  const usdPerGb = paidUsdPerGb(bill)
  return {
    bytesLess,
    bytesNow: month(bytesNow),
    bytesFree: bill.freeUnits * BYTES_PER_UNIT,
    usdBeyond: (bytesLess / BYTES_PER_GB) * usdPerGb,
    usdPerGb,
  }
}

/** Returns why no money is saved, and what would be. */
export const freeText = ({ bytesLess, bytesFree, usdBeyond, usdPerGb }: FreeSaving): string =>
  `A month of this is within the ${bytesText(bytesFree)} that are free, so it saves no money yet. Beyond them, at ${usd(usdPerGb)} a GB, the ${bytesText(bytesLess)} less would be ${usd(usdBeyond)} a month.`

/** What has to be known to read the figures, a sentence each. */
export function sayingsOf(shown: ShownSavings): string[] {
  const { notes, bill, budgets } = shown
  const free = freeSavingOf(shown)
  const { savings } = budgets[0]!
  const estimated = savings.patterns.filter(({ isEstimated }) => isEstimated).length
  return [
    ...(free === undefined ? [] : [freeText(free)]),
    ...(savings.bytesWhole > savings.allowed
      ? ['Errors alone are more than this budget: all of them are kept all the same.']
      : []),
    ...notes.flatMap((note) => SAYINGS[note] ?? []),
    ...(estimated > 0
      ? [`The counts of ${count(estimated)} patterns are estimates, marked ~; totals of services are exact.`]
      : []),
    `Prices: ${bill.label}${bill.source === 'list' ? '. Name what you pay by --price.' : '.'}`,
  ]
}

const SAYINGS: Readonly<Partial<Record<HistoryNote, string>>> = {
  no_patterns: 'PostHog has no patterns of most of these records: they are grouped by the shape of their bodies.',
  only_logs_read:
    'The key may not run queries (query:read): totals and patterns come from the endpoints of logs, and patterns are estimates.',
  sampled: 'Some hours are too large to be read whole: their patterns are of a sample, scaled to exact totals.',
  thinned: 'Some records were thinned by an SDK before: they are counted by their weights.',
  drop_rules: "PostHog's own drop rules are on: what they drop is not seen here, so totals are a lower bound.",
  bodies_unread:
    'PostHog would not look into bodies: objects and lines of access are told apart by a few examples of each pattern.',
  weights_unread: 'Weights of earlier sampling could not be read: records count as one each.',
  shapes_unread: 'Some patterns could not be read: their records are counted as the rest.',
}
