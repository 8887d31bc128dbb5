import type { LogRecord } from '../../record/log-record.js'
import type { Explanation } from '../../sampling/explanation.js'
import type { PatternStats } from '../../stats/logging-stats.js'
import type { PatternOutcome } from './pattern-outcome.js'

type Named = Pick<PatternStats, 'signature' | 'check' | 'template'>

/**
 * Returns outcomes by the patterns that the engine knows at the end. Of a flood of words it made one pattern: what was decided before that
 * is joined to it.
 */
export function regrouped(
  outcomes: ReadonlyMap<string, PatternOutcome>,
  known: readonly Named[],
  explain: (record: LogRecord) => Explanation,
): Map<string, PatternOutcome> {
  const bySignature = new Map<string, string>()
  const templates = new Map<string, string>()
  for (const { signature, check, template } of known) {
    const key = `${signature}:${check}`
    bySignature.set(signature, key)
    templates.set(key, template)
  }
  const grouped = new Map<string, PatternOutcome>()
  for (const [key, outcome] of outcomes) {
    const target = templates.has(key) || key === '' ? key : placeOf(key, outcome)
    const there = grouped.get(target)
    if (there === undefined) grouped.set(target, outcome)
    else there.merge(outcome)
  }
  for (const [key, outcome] of grouped) outcome.template ||= templates.get(key) ?? ''
  return grouped

  function placeOf(key: string, outcome: PatternOutcome): string {
    if (outcome.first === undefined) return key
    const { signature, template } = explain(outcome.first)
    outcome.template = templates.get(bySignature.get(signature) ?? '') ?? template
    return bySignature.get(signature) ?? key
  }
}
