import type { LogRecord } from './log-record.js'

/** LipService's severity words, as used on the wire. */
export const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
export type Severity = (typeof SEVERITIES)[number]

export const SEVERITY_NUMBER = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const

/** Aliases that loggers use, to OpenTelemetry severity numbers. */
const SEVERITY_TEXT = new Map<string, number>([
  ['trace', 1],
  ['silly', 1],
  ['debug', 5],
  ['verbose', 5],
  ['info', 9],
  ['information', 9],
  ['notice', 10],
  ['http', 9],
  ['log', 9],
  ['warn', 13],
  ['warning', 13],
  ['error', 17],
  ['err', 17],
  ['critical', 21],
  ['crit', 21],
  ['fatal', 21],
  ['alert', 22],
  ['emerg', 24],
  ['emergency', 24],
  ['panic', 24],
])

/** OpenTelemetry severity number (1–24) of a record, or 0 if neither number nor text can be read. */
export function severityNumberOf(record: LogRecord): number {
  const n = record.severityNumber
  if (typeof n === 'number' && n >= 1 && n <= 24) return Math.trunc(n)
  const text = record.severityText
  return typeof text === 'string' ? (SEVERITY_TEXT.get(text.toLowerCase()) ?? 0) : 0
}

/** Index in {@link SEVERITIES} of a severity number; 0 (unknown) counts as INFO. */
export function severityIndexOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(5, (severityNumber - 1) >> 2)
}

/** The word of a severity number; 0 (unknown) counts as INFO. */
export function severityOf(severityNumber: number): Severity {
  return SEVERITIES[severityIndexOf(severityNumber)]!
}
