import type { Policy } from '../../../protocol/policy.js'
import { count } from '../../terminal/numbers.js'
import type { NotExpressed } from './posthog-rule.js'

/** Why a field is not in any rule; `undefined`: this value of it changes nothing. */
type Why<Value> = (value: Value) => string | undefined

const sizeOf = (map: object) => count(Object.keys(map).length)

/** Each field of a policy: why no rule has it; `expressed`: rules have it; `not of records`: it says nothing of what is kept. */
const FIELDS: {
  readonly [Name in keyof Required<Policy>]: Why<NonNullable<Policy[Name]>> | 'expressed' | 'not of records'
} = {
  version: 'not of records',
  reasoning: 'not of records',
  generated_by: 'not of records',
  llm_model: 'not of records',
  signature_version: 'not of records',
  team_id: 'not of records',
  issued_at: 'not of records',
  refresh_seconds: 'not of records',
  pattern_checks: 'not of records',
  merge_rules_version: 'not of records',
  service: 'expressed',
  mode: 'expressed',
  global_rate: 'expressed',
  severity_rates: 'expressed',
  budget: 'expressed',
  pattern_rates: (rates) => `rates of ${sizeOf(rates)}; a rule knows no patterns`,
  pattern_values: (values) => `values of ${sizeOf(values)}; a rule knows no patterns`,
  keep_patterns: (ids) => (ids.length === 0 ? undefined : `${count(ids.length)} kept whole; a rule knows no patterns`),
  keep_first: () => 'the first records of each pattern; a rule knows no patterns, so that rare ones may vanish',
  anomaly_boost: () => 'more of a surge; a rule does not follow the traffic',
  merge_rules: (rules) => (rules.length === 0 ? undefined : 'several patterns as one; a rule knows no patterns'),
  word_families: (families) => (families.length === 0 ? undefined : 'words that are values; a rule knows no patterns'),
  trace_key: () => 'whole traces: PostHog draws by a hash of its own, so that it keeps other traces than SDKs do',
  incident_until: (time) => `everything passes until ${time}; a rule knows no end, and these are for afterwards`,
  expires_at: (time) => `until ${time}; a rule has no end`,
  rules: (rules) => (rules.length === 0 ? undefined : 'telemetry policies'),
}

/** Returns what a policy says that no rule has. */
export function fieldsNotExpressed(policy: Policy): NotExpressed[] {
  return (Object.keys(FIELDS) as (keyof Policy)[]).flatMap((field) => {
    const why = FIELDS[field] as Why<unknown> | string
    const value = policy[field]
    if (typeof why === 'string' || value === undefined || value === null) return []
    const said = why(value)
    return said === undefined ? [] : [{ field, why: said }]
  })
}
