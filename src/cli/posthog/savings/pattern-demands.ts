import { classRow, WARNING_VALUE } from '../../../allocation/class-worth.js'
import type { PatternDemand } from '../../../allocation/pattern-demand.js'
import { classify } from '../../../classes/classify.js'
import type { HistoryPattern } from '../../../posthog/history/history-hour.js'

export const MINUTES = 60
const ERRORS = ' errors'

/** A part of a pattern, and what it asks for. */
export interface Split {
  readonly pattern: HistoryPattern
  readonly demand: PatternDemand
  readonly errors: boolean
}

/** What a pattern asks for; errors among other records are demands of their own. */
export function demandsOf(pattern: HistoryPattern, inRecords: boolean): Split[] {
  const { signature, check, template, severity, seen, errors, bytes } = pattern
  const name = `${signature} ${check}`
  const cost = inRecords ? 1 : Math.max(1, bytes / Math.max(1e-9, seen))
  const demand = (own: string, of: string, records: number): PatternDemand => {
    const { value, protection } = classRow(classify(template, of))
    const isWarning = of === 'WARNING'
    return {
      signature: own,
      perMinute: records / MINUTES,
      cost,
      value: isWarning ? Math.max(value, WARNING_VALUE) : value,
      protection,
      lock: undefined,
      isNews: false,
      inIncident: false,
      isWarning,
      isLabelled: false,
    }
  }
  const others = seen - errors
  return [
    ...(errors > 0 ? [{ pattern, demand: demand(name + ERRORS, 'ERROR', errors), errors: true }] : []),
    ...(others > 0 ? [{ pattern, demand: demand(name, belowError(severity, pattern), others), errors: false }] : []),
  ]
}

/** What most of its other records have. */
function belowError(severity: string, { seenBySeverity }: HistoryPattern): string {
  if (severity !== 'ERROR' && severity !== 'CRITICAL') return severity
  const others = Object.entries(seenBySeverity).filter(([name]) => name !== 'ERROR' && name !== 'CRITICAL')
  return others.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'INFO'
}
