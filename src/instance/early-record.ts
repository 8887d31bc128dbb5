import { isError } from '../record/error.js'
import { currentLogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import { copyError } from '../values/copy-error.js'
import { readSafely } from '../values/read-safely.js'
import { safeValue } from '../values/safe-value.js'
import { createSizeBudget, type SizeBudget } from '../values/size-budget.js'
import { plainValue } from '../values/value-types.js'

/** What a record may take beside its text. */
const ENTRY_BYTES = 200

/** A record that can wait: it holds nothing of the app, and says when and in which context it was logged. */
export interface EarlyRecord {
  readonly record: LogRecord
  /** About what it holds in memory. */
  readonly bytes: number
}

/** Never throws. */
export function earlyRecordOf(record: LogRecord, epochMillis: number): EarlyRecord {
  const budget = createSizeBudget()
  const { left } = budget
  const body = readSafely(() => record.body)
  const exception = readSafely(() => record.exception)
  const attributes = { ...currentLogContext(), ...attributesOf(record) }
  const copy: LogRecord = {
    ...record,
    timestamp: record.timestamp ?? epochMillis,
    body: copyOf(body, budget),
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, copyOf(value, budget)])),
    exception: copyOf(exception, budget),
  }
  return { record: copy, bytes: left - budget.left + ENTRY_BYTES }
}

function copyOf(value: unknown, budget: SizeBudget): unknown {
  if (isError(value)) return copyError(value, budget)
  const safe = safeValue(value, budget)
  return safe && plainValue(safe)
}

function attributesOf(record: LogRecord): Record<string, unknown> {
  const attributes = readSafely(() => ({ ...record.attributes }))
  return typeof attributes === 'object' ? (attributes as Record<string, unknown>) : {}
}
