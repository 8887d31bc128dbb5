import type { LogRecord as ApiLogRecord, Logger } from '@opentelemetry/api-logs'
import type { Diag } from '../../internal/diag.js'
import type { Stamps } from '../../sampling/stamps.js'
import { plainRecord } from './plain-record.js'
import { stampedRecord } from './stamped-record.js'

/**
 * Emits by a logger of the SDK, whose own copy reads what some values refuse to show: then it gets ours, which cannot fail. Returns
 * whether the logger took either. Without stamps it gets what the app gave.
 */
export function emitSafely(logger: Logger, record: ApiLogRecord, diag: Diag, stamps?: Stamps): boolean {
  const emit = (given: ApiLogRecord) => logger.emit(stamps === undefined ? given : stampedRecord(given, stamps))
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
