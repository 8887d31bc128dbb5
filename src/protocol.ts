/** Entry `lipservice/protocol`: the contract between the SDK and the LipService server. */
export {
  INSTANCE_HEADER,
  MAX_POLICY_BYTES,
  MAX_POLICY_WIRE_BYTES,
  MAX_REPORT_BYTES,
  policyPath,
  STATS_PATH,
} from './protocol/endpoints.js'
export type { ParseResult } from './protocol/field-check.js'
export type { FieldSchema } from './protocol/field-schema.js'
export type { MergeRule } from './protocol/merge-rule.js'
export {
  type NamesPatterns,
  type PatternChecks,
  packPatternChecks,
  readPatternChecks,
} from './protocol/pattern-checks.js'
export { POLICY_SCHEMA, type Policy, parsePolicy, type SeverityRates } from './protocol/policy.js'
export {
  DROP_REASON_TABLE,
  DROP_REASONS,
  type DropReason,
  type DropReasonRow,
  KEEP_REASON_TABLE,
  KEEP_REASONS,
  type KeepReason,
  type KeepReasonRow,
  keepReasonRow,
} from './protocol/reasons.js'
export { parseStatsReceipt, STATS_RECEIPT_SCHEMA, type StatsReceipt } from './protocol/stats-receipt.js'
export {
  type DeliveredCount,
  type DeliveredReport,
  type ErrorCount,
  type ParseOptions,
  type PatternReport,
  parseStatsReport,
  STATS_REPORT_SCHEMA,
  type StatsReport,
} from './protocol/stats-report.js'
export type { PatternName, WordFamily } from './protocol/word-family.js'
