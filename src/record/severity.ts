import type { LogRecord } from './log-record.js'
import { isPlainObject } from './plain-object.js'
import { severityInFields, severityInText } from './severity-in-text.js'
import { severityOfWord } from './severity-words.js'

/** LipService's severity words, as used on the wire. */
export const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
/** A severity as the wire and the counts name it: OpenTelemetry's WARN is `WARNING`, its FATAL `CRITICAL`. */
export type Severity = (typeof SEVERITIES)[number]

export const SEVERITY_NUMBER = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 } as const

/** Returns the OpenTelemetry severity number, 1–24, that a record says by number or text, either as text too; 0 if it says none. */
export function severityNumberOf(record: LogRecord): number {
  const n: unknown = record.severityNumber
  if (typeof n === 'number' && n >= 1 && n <= 24) return Math.trunc(n)
  const byText = typeof n === 'string' || typeof n === 'bigint' ? severityOfWord(String(n)) : 0
  if (byText !== 0) return byText
  const text: unknown = record.severityText
  return typeof text === 'string' ? severityOfWord(text) : 0
}

/** Returns the severity number to send: what the record says, or else its body as a line of JSON or logfmt; 0 if neither does. */
export function severityToSend(record: LogRecord): number {
  return severityNumberOf(record) || severityInBody(record.body)
}

/**
 * Returns the severity number that a decision goes by. What a body says of itself may only raise it above INFO, as which an unknown one
 * counts: a text may come from anybody.
 */
export function decidingSeverityOf(record: LogRecord): number {
  const said = severityNumberOf(record)
  if (said !== 0) return said
  const raised = severityInBody(record.body)
  return raised >= SEVERITY_NUMBER.warn ? raised : 0
}

/** Returns what a body says of its severity: a line of JSON or logfmt, or an object with a level; 0 if nothing. Never throws. */
export function severityInBody(body: unknown): number {
  if (typeof body === 'string') return severityInText(body)
  if (typeof body !== 'object' || body === null) return 0
  try {
    return isPlainObject(body) ? severityInFields(body as Record<string, unknown>) : 0
  } catch {
    return 0
  }
}

/** Returns the index in {@link SEVERITIES} of a severity number; 0 (unknown) counts as INFO. */
export function severityIndexOf(severityNumber: number): number {
  return severityNumber === 0 ? 2 : Math.min(5, (severityNumber - 1) >> 2)
}

/** Returns the word of a severity number; 0 (unknown) counts as INFO. */
export function severityOf(severityNumber: number): Severity {
  return SEVERITIES[severityIndexOf(severityNumber)]!
}
