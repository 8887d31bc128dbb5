import { integer, number, object, type ParseResult, parseWith } from './field-check.js'
import type { FieldSchema } from './field-schema.js'

/** Response of the server to a report. */
export interface StatsReceipt {
  /** The newest policy version; another than the one in force triggers a refresh. */
  readonly policy_version?: number
  /** Seconds until the next report, 1–3600. */
  readonly next_report_seconds?: number
}

const receipt = object<StatsReceipt>({
  policy_version: integer(0, Number.MAX_SAFE_INTEGER),
  next_report_seconds: number(1, 3_600),
})

/** JSON Schema of the response to a report: what `parseStatsReceipt` takes. */
export const STATS_RECEIPT_SCHEMA: FieldSchema = receipt.schema

/**
 * Parses the response to a report. An SDK takes an unreadable one for an empty one.
 *
 * @example
 * parseStatsReceipt({ policy_version: 4 }) // → { ok: true, value: { policy_version: 4 } }
 */
export function parseStatsReceipt(input: unknown): ParseResult<StatsReceipt> {
  return parseWith(receipt, input)
}
