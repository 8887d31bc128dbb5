import type { RunningLogging } from '../../instance/running-logging.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { mayHaveStatus } from '../../record/format-string.js'

/**
 * Drops the usual call as pino was given it: fields as they are written in code or none, a text, and perhaps texts and numbers for its directives.
 * Returns whether it did; otherwise nothing has happened. Never throws.
 */
export function dropsEarly(logging: RunningLogging, args: readonly unknown[], severityNumber: number): boolean {
  const { drop } = logging
  if (drop === undefined) return false
  try {
    const first = args[0]
    const hasFields = typeof first === 'object' && first !== null
    if (hasFields && !isLiteral(first)) return false
    const at = hasFields ? 1 : 0
    const message = args[at]
    if (typeof message !== 'string') return false
    const fields = hasFields ? (first as Record<string, unknown>) : undefined
    const traceId = activeSpanContext()?.traceId
    const { length } = args
    if (length > at + 1) {
      for (let i = at + 1; i < length; i++) {
        const arg = args[i]
        if (typeof arg === 'object' || mayHaveStatus(arg)) return false
      }
      // To find a format string among those that are known takes less than to look for a directive in it.
      if (drop(severityNumber, message, fields, message, false, traceId, 0)) return true
      if (message.includes('%')) return false
    }
    return drop(severityNumber, message, fields, undefined, false, traceId, 0)
  } catch {
    // A revoked proxy.
    return false
  }
}

export function isLiteral(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype
}
