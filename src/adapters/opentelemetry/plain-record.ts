import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import type { LogRecord } from '../../record/log-record.js'
import {
  createSizeBudget,
  entriesOf,
  plainValue,
  readSafely,
  type SafeValue,
  safeValue,
} from '../../values/safe-value.js'

/** A copy of a record that holds nothing but data; an exception in it becomes OpenTelemetry's attributes. */
export function plainRecord(record: ApiLogRecord): ApiLogRecord {
  const { severityNumber, severityText, eventName, timestamp, context } = record
  const budget = createSizeBudget()
  const copy = (value: unknown) => safeValue(value, budget)
  const plain = (value: SafeValue | undefined) => value && plainValue(value)
  const { exception } = record as LogRecord
  const [type, message, stack] = ['name', 'message', 'stack'].map((name) =>
    copy(readSafely(() => (exception as Record<string, unknown> | undefined)?.[name])),
  )
  const thrown = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack }
  const attributes = plain({ entries: entriesOf(copy(readSafely(() => record.attributes))) }) as Record<string, unknown>
  for (const [name, value] of Object.entries(thrown)) if (typeof value === 'string') attributes[name] ??= value
  return {
    body: plain(copy(readSafely(() => record.body))),
    attributes,
    ...(typeof severityNumber === 'number' && { severityNumber }),
    ...(typeof severityText === 'string' && { severityText }),
    ...(typeof eventName === 'string' && { eventName }),
    ...((typeof timestamp === 'number' || timestamp instanceof Date) && { timestamp }),
    ...(context !== undefined && { context }),
  } as ApiLogRecord
}
