import type { LoggedPattern } from '../../advice/logged-pattern.js'
import { classify } from '../../classes/classify.js'
import type { AnalysisResult } from './analysis.js'

/** By band: 0 = not said. */
const SEVERITIES = ['', 'TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const

/** Returns the patterns of an analysis, as advice wants them: of a file every record is paid for. */
export function loggedPatterns({ patterns }: Pick<AnalysisResult, 'patterns'>): LoggedPattern[] {
  return Array.from(patterns, ({ signature, band, services, records, bytes, errors }) => {
    const severity = SEVERITIES[band] ?? ''
    const { id, check, template } = signature
    const row = { signature: id, check, template, severity, class: classify(template, severity) }
    return { ...row, services, records, sent: records, bytes, errors }
  })
}
