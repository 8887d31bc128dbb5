import {
  array,
  integer,
  map,
  nullable,
  number,
  object,
  oneOf,
  opaqueArray,
  type ParseResult,
  parseWith,
  type Rows,
  signature,
  text,
  time,
} from './field-check.js'
import type { FieldSchema } from './field-schema.js'
import { MAX_MERGE_RULES, type MergeRule, mergeRule } from './merge-rule.js'
import { packedChecks } from './pattern-checks.js'
import { MAX_WORD_FAMILIES, type WordFamily, wordFamily } from './word-family.js'

/** Upper bounds of the probability that a record is kept, by severity: 0–1; absent: the global rate. */
export type SeverityRates = Partial<Record<'TRACE' | 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL', number>>

/**
 * What `GET /api/v1/policies/{service_name}` returns. Only `version` is required. ERROR and CRITICAL pass whatever their
 * rates say.
 */
export interface Policy {
  /** Grows with each change; ≥ 0. */
  readonly version: number
  /** Upper bound of the probability that a record is kept, 0–1; absent: none, the SDK adapts. */
  readonly global_rate?: number
  /** The same by severity. Takes precedence over the global rate. */
  readonly severity_rates?: SeverityRates
  /** By signature, at most 10,000. Takes precedence over severity and global rates. */
  readonly pattern_rates?: Readonly<Record<string, number>>
  /** Factor on p during a local surge, 1–10. */
  readonly anomaly_boost?: number
  /** Why the policy is as it is, for people. */
  readonly reasoning?: string
  /** What made the policy, for people. */
  readonly generated_by?: string
  /** The language model that had a part in it, for people; `null`: none. */
  readonly llm_model?: string | null
  /** Version of the signatures that `pattern_rates` names. */
  readonly signature_version?: number
  /** The service it was made for; another service refuses it. */
  readonly service?: string
  /** The team it was made for. */
  readonly team_id?: number
  /** ISO 8601. */
  readonly issued_at?: string
  /** ISO 8601. From then on the SDK adapts locally. */
  readonly expires_at?: string
  /** `shadow` ships everything and stamps what would have been dropped; `off` ships everything. Default `active`. */
  readonly mode?: 'active' | 'shadow' | 'off'
  /** Seconds until the next poll, 1–3600. */
  readonly refresh_seconds?: number
  /** What this instance may keep, in bytes of uncompressed OTLP a second; the smaller of this and the app's own holds. */
  readonly budget?: { readonly bytes_per_second: number }
  /** Value of a pattern's records when a budget is divided, > 0; absent = 1. */
  readonly pattern_values?: Readonly<Record<string, number>>
  /**
   * Signatures whose records all pass, like pinned ones, whatever budget and rates say; at most 10,000. Each needs its check in
   * `pattern_checks`: two templates may have one signature.
   */
  readonly keep_patterns?: readonly string[]
  /**
   * Checks of the patterns that are named, 64 bits each, as base64: of `keep_patterns` in their order, then of all ids of `pattern_rates` and
   * `pattern_values`, sorted. Zeros, or nothing at the end: not known. Where there is one, what is said of an id is said of the pattern with this
   * check only. `keep_patterns` keeps nothing without one.
   */
  readonly pattern_checks?: string
  /** `first` and `novel`: keep the first `count` of a pattern per window. A window longer than a minute is cut into minutes. */
  readonly keep_first?: { readonly count: number; readonly per_seconds: number }
  /** Key of the hash by which traces are kept or dropped whole: alike in all processes that have it. 16–256 characters. */
  readonly trace_key?: string
  /** ISO 8601, at most an hour ahead: until then everything passes. */
  readonly incident_until?: string | null
  /** Second tier of the signatures, at most 50. They stay in force until a policy brings others. */
  readonly merge_rules?: readonly MergeRule[]
  /** Names the rules in reports; changes whenever they do. */
  readonly merge_rules_version?: number
  /**
   * Families of words that are one pattern each in every instance, at most 256, with 4,096 exemptions in all: later ones have no effect. A pattern
   * that an instance has known for ten minutes when a family comes stays itself there. They stay in force until a policy brings others.
   */
  readonly word_families?: readonly WordFamily[]
  /** Telemetry policies; judged one by one, not with the document. */
  readonly rules?: readonly unknown[]
}

const MAX_PATTERNS = 10_000
const MAX_VERSION = Number.MAX_SAFE_INTEGER
const rate = number(0, 1)

const severityRates: Rows<SeverityRates> = {
  TRACE: rate,
  DEBUG: rate,
  INFO: rate,
  WARNING: rate,
  ERROR: rate,
  CRITICAL: rate,
}

const rows: Rows<Policy> = {
  version: integer(0, MAX_VERSION),
  global_rate: rate,
  severity_rates: object(severityRates),
  pattern_rates: map(signature, rate, MAX_PATTERNS),
  anomaly_boost: number(1, 10),
  reasoning: text(65_536),
  generated_by: text(64),
  llm_model: nullable(text(256)),
  signature_version: integer(1, 1_000),
  service: text(256),
  team_id: integer(1, MAX_VERSION),
  issued_at: time,
  expires_at: time,
  mode: oneOf('active', 'shadow', 'off'),
  refresh_seconds: number(1, 3_600),
  budget: object({ bytes_per_second: number(0, 1e12) }, ['bytes_per_second']),
  pattern_values: map(signature, number(1e-6, 1e6), MAX_PATTERNS),
  keep_patterns: array(signature, MAX_PATTERNS),
  pattern_checks: packedChecks,
  keep_first: object({ count: integer(1, 1_000), per_seconds: number(1, 3_600) }, ['count', 'per_seconds']),
  trace_key: text(256, 16),
  incident_until: nullable(time),
  merge_rules: array(mergeRule, MAX_MERGE_RULES),
  merge_rules_version: integer(0, MAX_VERSION),
  word_families: array(wordFamily, MAX_WORD_FAMILIES),
  rules: opaqueArray(10_000),
}

const policy = object<Policy>(rows, ['version'])

/** JSON Schema of a policy: what `parsePolicy` takes. */
export const POLICY_SCHEMA: FieldSchema = policy.schema

/**
 * Parses a policy document. One field out of range rejects the whole document; unknown fields are ignored. The value is a
 * frozen copy whose maps have no prototype.
 *
 * @example
 * parsePolicy({ version: 1, global_rate: 7 })
 * // → { ok: false, problem: 'global_rate must be a number 0–1; got 7' }
 */
export function parsePolicy(input: unknown): ParseResult<Policy> {
  return parseWith(policy, input)
}
