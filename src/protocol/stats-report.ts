import {
  array,
  integer,
  map,
  number,
  object,
  oneOf,
  type ParseResult,
  parseWith,
  type Rows,
  signature,
  text,
} from './field-check.js'
import type { FieldSchema } from './field-schema.js'
import { MAX_WORD_FAMILIES, type WordFamily, wordFamily } from './word-family.js'

/** What happened to one pattern since the last report. */
export interface PatternReport {
  /** Id of the pattern, 16 hex digits. Two patterns may have one id: their checks differ. */
  readonly signature: string
  /** With the id it tells a pattern from any other: the first 64 bits of SHA-256 of its template before redaction, 16 hex digits. */
  readonly check?: string
  /** Records seen. */
  readonly count: number
  /** Records kept. */
  readonly sampled_count: number
  /** Epoch seconds. */
  readonly first_seen: number
  /** Epoch seconds. */
  readonly last_seen: number
  /** The pattern's literal text; never a raw message. Absent: the server has it, see `templates_once` of the receipt. */
  readonly template?: string
  /** Where in the app it is logged, as `src/orders/checkout.ts:42`. Absent: not known, or the server has it like the template. */
  readonly call_site?: string
  /** Records seen by severity word. */
  readonly severity_distribution?: Readonly<Record<string, number>>
  /** Uncompressed OTLP bytes of the records seen. */
  readonly bytes?: number
  /** Uncompressed OTLP bytes of the records kept, without stamps. */
  readonly sampled_bytes?: number
}

/** Records, and their bytes as far as they are known. */
export interface DeliveredCount {
  /** Records. */
  readonly records: number
  /** Uncompressed OTLP bytes. */
  readonly bytes?: number
}

/** What became of kept records in delivery. What is absent is none. */
export interface DeliveredReport {
  /** Acknowledged by the log backend since the last report; `bytes`: bodies of requests, which are billed. */
  readonly accepted?: DeliveredCount
  /** Refused by the log backend for good since the last report. */
  readonly refused?: DeliveredCount
  /** Lost on the way since the last report: memory or disk full, the end of the process, a failing exporter. */
  readonly lost?: DeliveredCount
  /** Waiting on the disk of the instance now; `bytes`: of its files. */
  readonly spooled?: DeliveredCount
}

/** Records that are errors: of ERROR and above, or with an `Error`. */
export interface ErrorCount {
  /** Records seen. */
  readonly seen: number
  /** Records kept, for whatever reason. */
  readonly kept: number
}

/** Body of `POST /api/v1/patterns/stats`: deltas since the instance's last accepted report. */
export interface StatsReport {
  /** As `service.name` of the resource. */
  readonly service_name: string
  /** Team at the server; another than that of the key is refused (403). */
  readonly team_id?: number
  /** Epoch seconds. */
  readonly timestamp: number
  /** Patterns of which anything was seen. */
  readonly patterns: readonly PatternReport[]
  /** Records seen, of all patterns. */
  readonly total_logs: number
  /** How many patterns this report has. */
  readonly unique_patterns: number
  /** With `sequence`: makes a repeated report recognisable. */
  readonly instance_id: string
  /** Number of the report in its instance, from 0. */
  readonly sequence: number
  /** Seconds since the last report. */
  readonly window_seconds?: number
  /** 0, or absent: the first report of its window. Higher: goes on with what did not fit into the ones before. */
  readonly part?: number
  /** Version of the rules that signatures were made by. */
  readonly signature_version?: number
  /** Version of the policy in force; absent: none. */
  readonly policy_version?: number
  /** Version of the merge rules in force; 0: none. */
  readonly merge_rules_version?: number
  /** What was done with decisions. */
  readonly mode?: 'active' | 'shadow' | 'off'
  /** As `service.version` of the resource: a new one is a release. */
  readonly service_version?: string
  /** What stamps and batches added to the bytes of kept records: billed like them. */
  readonly overhead_bytes?: number
  /** Records kept, by reason. */
  readonly kept_by_reason?: Readonly<Record<string, number>>
  /** Records dropped, by reason. */
  readonly dropped_by_reason?: Readonly<Record<string, number>>
  /** Records dropped first and shipped later; they count as dropped too. */
  readonly recovered?: number
  /** Sum of weights of records lost after they had been kept. */
  readonly unrepresented?: number
  /** `language/version` of the SDK, as `node/0.1.0`. */
  readonly sdk?: string
  /** Version of the runtime as it names itself, as `v24.1.0` of Node.js. */
  readonly runtime?: string
  /** Name of the host that the instance runs on. */
  readonly host?: string
  /** Name of its Kubernetes pod. */
  readonly pod?: string
  /** Errors since the last report. Absent: of an SDK that does not count them. */
  readonly errors?: ErrorCount
  /** What shadow mode has kept since the last report and active mode would have dropped; `bytes`: uncompressed OTLP. Absent: nothing. */
  readonly shadow_dropped?: DeliveredCount
  /** What became of kept records. Absent: nothing since the last report. */
  readonly delivered?: DeliveredReport
  /**
   * Families of words that the instance has learned since the report in which it told the last ones, or all of them after a receipt with
   * `families_wanted`.
   */
  readonly word_families?: readonly WordFamily[]
}

const MAX_PATTERNS = 20_000
/** Of host and pod. */
const MAX_NAME_CHARACTERS = 256
const count = integer(0, Number.MAX_SAFE_INTEGER)
const amount = number(0, Number.MAX_SAFE_INTEGER)

const patternRows: Rows<PatternReport> = {
  signature,
  check: signature,
  count,
  sampled_count: count,
  first_seen: amount,
  last_seen: amount,
  template: text(4_096),
  call_site: text(256),
  severity_distribution: map(text(32), count, 32),
  bytes: amount,
  sampled_bytes: amount,
}

const deliveredCount = object<DeliveredCount>({ records: count, bytes: amount }, ['records'])

const reportRows: Rows<StatsReport> = {
  service_name: text(256),
  team_id: integer(1, Number.MAX_SAFE_INTEGER),
  timestamp: amount,
  patterns: array(
    object(patternRows, ['signature', 'count', 'sampled_count', 'first_seen', 'last_seen']),
    MAX_PATTERNS,
  ),
  total_logs: count,
  unique_patterns: count,
  instance_id: text(128),
  sequence: count,
  window_seconds: amount,
  part: count,
  signature_version: integer(1, 1_000),
  policy_version: count,
  merge_rules_version: count,
  mode: oneOf('active', 'shadow', 'off'),
  service_version: text(256),
  overhead_bytes: amount,
  kept_by_reason: map(text(32), count, 64),
  dropped_by_reason: map(text(32), count, 64),
  recovered: count,
  unrepresented: amount,
  sdk: text(128),
  runtime: text(128),
  host: text(MAX_NAME_CHARACTERS),
  pod: text(MAX_NAME_CHARACTERS),
  errors: object<ErrorCount>({ seen: count, kept: count }, ['seen', 'kept']),
  shadow_dropped: deliveredCount,
  delivered: object<DeliveredReport>({
    accepted: deliveredCount,
    refused: deliveredCount,
    lost: deliveredCount,
    spooled: deliveredCount,
  }),
  word_families: array(wordFamily, MAX_WORD_FAMILIES),
}

const report = object<StatsReport>(reportRows, [
  'service_name',
  'timestamp',
  'patterns',
  'total_logs',
  'unique_patterns',
  'instance_id',
  'sequence',
])

/** JSON Schema of a report: what `parseStatsReport` takes. */
export const STATS_REPORT_SCHEMA: FieldSchema = report.schema

/** Options of {@link parseStatsReport}. */
export interface ParseOptions {
  /** `input` is the caller's own, fresh from JSON: it becomes the value itself, neither copied nor frozen. Default: `false`. */
  readonly inPlace?: boolean
}

/**
 * Parses a report; one field out of range rejects the whole document, unknown fields are ignored.
 *
 * @example
 * parseStatsReport({}) // → { ok: false, problem: 'service_name is missing' }
 */
export function parseStatsReport(input: unknown, { inPlace = false }: ParseOptions = {}): ParseResult<StatsReport> {
  return parseWith(report, input, inPlace)
}
