import type { PostHogApi } from '../api/contract/posthog-api.js'
import { hogql } from '../api/hogql.js'
import { type LogsBill, marginalUsdPerGb, paidUsdPerGb } from '../bill/prices.js'
import { readBill } from '../bill/read-bill.js'
import type { BoardFigures } from './tile-queries.js'

const MINUTE = 60_000
const DIGITS = 10_000

/** What figures of a board are made by, as far as PostHog says it. */
export interface ReadFigures {
  readonly figures: Omit<BoardFigures, 'budgetGbPerMonth'>
  /** What could not be found out, for people. */
  readonly note: string | undefined
}

/**
 * Finds out by what the figures of a board are made: the price, and whether PostHog says what a record is billed for. Never rejects.
 * Up to four requests.
 *
 * @param price US dollars of a gigabyte, if somebody named it
 */
export async function readFigures(api: PostHogApi, epochMillis: number, price?: number): Promise<ReadFigures> {
  const bill = price === undefined ? await readBill(api, epochMillis) : undefined
  const billed = await api.query(
    hogql`SELECT sum(_bytes_uncompressed) FROM logs WHERE timestamp >= ${new Date(epochMillis - MINUTE)}`,
    { name: 'lipservice board' },
  )
  const usdPerGb = Math.round((bill === undefined ? (price ?? 0) : paidUsdPerGb(bill)) * DIGITS) / DIGITS
  const figures = {
    appUrl: api.appUrl,
    project: api.project,
    usdPerGb,
    priceLabel: bill === undefined ? `$${usdPerGb}/GB, as given` : labelOf(bill, usdPerGb),
    bytes: billed.outcome === 'refused' ? 'body' : 'billed',
  } as const
  const isUnknown = billed.outcome !== 'ok' && billed.outcome !== 'refused'
  return {
    figures,
    note: isUnknown
      ? `Whether this project says what a record is billed for was not found out: ${billed.message}`
      : undefined,
  }
}

/** With each month the free part begins anew: what is saved is not worth nothing for that. */
const labelOf = (bill: LogsBill, usdPerGb: number): string =>
  marginalUsdPerGb(bill) > 0 ? bill.label : `your price in PostHog, $${usdPerGb}/GB beyond the free part`
