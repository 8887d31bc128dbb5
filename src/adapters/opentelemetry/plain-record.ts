import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import { errorOf } from '../../record/error-search.js'
import type { LogRecord } from '../../record/log-record.js'
import { beginRecord } from '../../record/wide-objects.js'
import { plainExceptionAttributes } from '../../values/exception-attributes.js'
import { readSafely } from '../../values/read-safely.js'
import { safeValue } from '../../values/safe-value.js'
import { createSizeBudget } from '../../values/size-budget.js'
import { entriesOf, plainValue, type SafeValue } from '../../values/value-types.js'

/** Returns a copy of a record that holds nothing but data; an error in it becomes OpenTelemetry's attributes. */
export function plainRecord(record: ApiLogRecord): ApiLogRecord {
  const { severityNumber, severityText, eventName, timestamp, context } = record
  beginRecord()
  const budget = createSizeBudget()
  const copy = (value: unknown) => safeValue(value, budget)
  const plain = (value: SafeValue | undefined) => value && plainValue(value)
  const found = errorOf(record as LogRecord)
  const own = plain({ entries: entriesOf(copy(readSafely(() => record.attributes))) }) as Record<string, unknown>
  return {
    body: plain(copy(readSafely(() => record.body))),
    attributes: { ...(found !== undefined && plainExceptionAttributes(found)), ...own },
    ...(typeof severityNumber === 'number' && { severityNumber }),
    ...(typeof severityText === 'string' && { severityText }),
    ...(typeof eventName === 'string' && { eventName }),
    ...((typeof timestamp === 'number' || timestamp instanceof Date) && { timestamp }),
    ...(context !== undefined && { context }),
  } as ApiLogRecord
}
