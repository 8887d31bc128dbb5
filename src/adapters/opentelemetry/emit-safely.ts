import type { LogRecord as ApiLogRecord, Logger } from '@opentelemetry/api-logs'
import type { Diag } from '../../internal/diag.js'
import { plainRecord } from './plain-record.js'

/**
 * Emits by a logger of the SDK, whose own copy reads what some values refuse to show: then it gets ours, which cannot fail. Answers
 * whether the logger took either.
 */
export function emitSafely(
  logger: Logger,
  record: ApiLogRecord,
  diag: Diag,
  stamps?: Readonly<Record<string, unknown>>,
): boolean {
  const emit = (given: ApiLogRecord) =>
    logger.emit(
      (stamps === undefined ? given : { ...given, attributes: { ...given.attributes, ...stamps } }) as ApiLogRecord,
    )
  try {
    emit(record)
    return true
  } catch (error) {
    diag.once('next_failed', { what: 'provider', cause: error })
  }
  try {
    emit(plainRecord(record))
    return true
  } catch {
    return false
  }
}
