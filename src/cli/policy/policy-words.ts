import type { Policy } from '../../protocol/policy.js'
import { bytes, count, duration, percent } from '../terminal/numbers.js'

/** What one field of a policy means, in words; `undefined` where it says nothing of records. */
type Words = { readonly [Name in keyof Policy]?: (value: NonNullable<Policy[Name]>) => string }

const many = (value: number, one: string, more = `${one}s`) => `${count(value)} ${value === 1 ? one : more}`

/** In the order in which they are shown. */
const WORDS: Words = {
  mode: (mode) =>
    mode === 'active'
      ? 'sampling is on'
      : mode === 'shadow'
        ? 'shadow: all is sent, and what would have been dropped is stamped'
        : 'sampling is off: all is sent',
  service: (service) => `for the service ${service}`,
  team_id: (team) => `for team ${team}`,
  issued_at: (time) => `made at ${time}`,
  expires_at: (time) => `holds until ${time}; from then on each process adapts by itself`,
  incident_until: (time) => `an incident until ${time}: everything passes`,
  budget: ({ bytes_per_second: rate }) =>
    `this instance may keep ${bytes(rate)} a second, ${bytes(rate * 86_400)} a day`,
  global_rate: (rate) => `of all records at most ${percent(rate)} are kept`,
  severity_rates: (rates) =>
    Object.entries(rates)
      .map(([severity, rate]) => `${severity} at most ${percent(rate)}`)
      .join(', '),
  pattern_rates: (rates) => {
    const silenced = Object.values(rates).filter((rate) => rate === 0).length
    return `${many(Object.keys(rates).length, 'pattern')} with a rate of ${Object.keys(rates).length === 1 ? 'its' : 'their'} own${silenced > 0 ? `, ${count(silenced)} of them 0` : ''}`
  },
  keep_patterns: (ids) => `${many(ids.length, 'pattern')} kept whole`,
  pattern_values: (values) => `${many(Object.keys(values).length, 'pattern')} worth more or less than others`,
  keep_first: ({ count: first, per_seconds: seconds }) =>
    `the first ${many(first, 'record')} of each pattern in ${duration(seconds * 1_000)} are kept`,
  anomaly_boost: (factor) => `in a surge up to ${factor} times as many are kept`,
  merge_rules: (rules) =>
    `${many(rules.length, 'rule')} that ${rules.length === 1 ? 'makes' : 'make'} one pattern of several`,
  word_families: (families) => `${many(families.length, 'family', 'families')} of words that are one pattern each`,
  trace_key: () => 'traces are kept or dropped whole, alike in all processes',
  refresh_seconds: (seconds) => `asked for again after ${duration(seconds * 1_000)}`,
  signature_version: (version) => `signatures of version ${version}`,
  generated_by: (who) => `made by ${who}`,
  llm_model: (model) => `a language model had a part in it: ${model}`,
  reasoning: (text) => text,
}

export interface FieldWords {
  readonly field: keyof Policy
  readonly words: string
}

/** Returns what a policy says, a line a field. Keys are never in it. */
export function policyWords(policy: Policy): FieldWords[] {
  return (Object.keys(WORDS) as (keyof Policy)[]).flatMap((field) => {
    const value = policy[field]
    if (value === undefined || value === null) return []
    if ((Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0))
      return []
    return [{ field, words: wordsOf(field, value) }]
  })
}

/** Returns what a value of a field means. */
export function wordsOf(field: keyof Policy, value: unknown): string {
  const say = WORDS[field] as ((value: unknown) => string) | undefined
  return say === undefined ? JSON.stringify(value) : say(value)
}
