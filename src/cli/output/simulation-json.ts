import { redactTemplate } from '../../redaction/redact-template.js'
import type { Explanation } from '../../sampling/explanation.js'
import { keptPerSecond, missedOf, type SimulationResult, weightError } from '../simulation/simulation-result.js'
import { BANDS } from './shown-analysis.js'
import type { ShownSimulation } from './shown-simulation.js'

/** Returns what budgets came to, for machines: snake_case, bytes, epoch milliseconds. */
export function simulationJson(
  { results, counts, files, top, assumedTimes }: ShownSimulation,
  explanations?: readonly Explanation[],
): object {
  return {
    files,
    lines: counts.lines,
    cut_lines: counts.cut,
    unread_rows: counts.unread,
    interrupted: counts.interrupted,
    assumed_times: assumedTimes,
    budgets: results.map((result) => budgetJson(result, top)),
    ...(explanations !== undefined && { explanations: explanations.map(explanationJson) }),
  }
}

function explanationJson({ signature, template, outcome, reason, probability, steps }: Explanation): object {
  return { signature, template: redactTemplate(template), outcome, reason, probability, steps }
}

function budgetJson(result: SimulationResult, top: number): object {
  const { name, budget, scale, patterns } = result
  return {
    budget: name,
    ...(budget !== undefined && { unit: budget.unit, budget_per_second: budget.perSecond }),
    ...(scale.span > 0 && { from: scale.first, to: scale.last, column_ms: scale.columnMillis }),
    seen: result.seen,
    kept: result.kept,
    kept_by_reason: result.keptByReason,
    dropped: result.dropped,
    unrepresented: result.unrepresented,
    bytes_seen: Math.round(result.bytesSeen),
    bytes_kept: result.bytesKept,
    kept_per_second: keptPerSecond(result),
    weight: result.weight,
    weight_error: weightError(result),
    errors: result.errors,
    errors_kept: result.errorsKept,
    patterns_missed: missedOf(result).length,
    seen_over_time: result.seenTrend.map(Math.round),
    kept_over_time: result.keptTrend,
    pattern_count: patterns.length,
    patterns: patterns.slice(0, top).map(({ key, outcome }) => ({
      signature: key.slice(0, 16),
      check: key.slice(17),
      template: redactTemplate(outcome.template),
      severity: BANDS[outcome.band],
      seen: outcome.seen,
      kept: outcome.kept,
      weight: outcome.weight,
      errors: outcome.errors,
      bytes_kept: outcome.bytesKept,
    })),
  }
}
