import { BYTES_PER_UNIT, type LogsBill, usdOf as usdOfUnits } from '../../../posthog/bill/prices.js'
import type { HistoryNote } from '../../../posthog/history/history-state.js'
import { count } from '../../terminal/numbers.js'
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

/** What has to be known to read the figures, a sentence each. */
export function sayingsOf({ notes, bill, budgets }: ShownSavings): string[] {
  const { savings } = budgets[0]!
  const estimated = savings.patterns.filter(({ isEstimated }) => isEstimated).length
  return [
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
  weights_unread: 'Weights of earlier sampling could not be read: records count as one each.',
  shapes_unread: 'Some patterns could not be read: their records are counted as the rest.',
}
