import { array, boolean, integer, number, object, type ParseResult, parseWith, signature } from './field-check.js'
import type { FieldSchema } from './field-schema.js'

/** Response of the server to a report. */
export interface StatsReceipt {
  /** The newest policy version; another than the one in force triggers a refresh. */
  readonly policy_version?: number
  /** Seconds until the next report, 1–3600. */
  readonly next_report_seconds?: number
  /**
   * This server keeps the templates that it was sent: later reports of the instance leave them out. Absent or `false`: every pattern of a
   * report has its template.
   */
  readonly templates_once?: boolean
  /** The server has lost templates: the next report of each pattern has its template again. */
  readonly templates_wanted?: boolean
  /** The same for patterns of these ids only, at most 2,000: others are asked for in a later receipt. */
  readonly templates_wanted_of?: readonly string[]
  /** The next report has all word families of the instance. */
  readonly families_wanted?: boolean
}

/** What fits into a receipt, which has at most 64 KiB. */
const MAX_WANTED = 2_000

const receipt = object<StatsReceipt>({
  policy_version: integer(0, Number.MAX_SAFE_INTEGER),
  next_report_seconds: number(1, 3_600),
  templates_once: boolean,
  templates_wanted: boolean,
  templates_wanted_of: array(signature, MAX_WANTED),
  families_wanted: boolean,
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
