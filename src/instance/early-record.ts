import { isError } from '../record/error.js'
import { currentLogContext } from '../record/log-context.js'
import type { LogRecord } from '../record/log-record.js'
import { hasNames } from '../record/plain-object.js'
import { namesOf } from '../record/wide-objects.js'
import { copyError } from '../values/copy-error.js'
import { readSafely } from '../values/read-safely.js'
import { safeValue } from '../values/safe-value.js'
import { createSizeBudget, type SizeBudget, safeString } from '../values/size-budget.js'
import { plainValue } from '../values/value-types.js'

/** What a record may take beside its text. */
const ENTRY_BYTES = 200
const MAX_ATTRIBUTES = 1_024

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
  const attributes = { ...currentLogContext(), ...attributesOf(record, budget) }
  const copy: LogRecord = {
    ...record,
    timestamp: record.timestamp ?? epochMillis,
    body: copyOf(body, budget),
    attributes,
    exception: copyOf(exception, budget),
  }
  return { record: copy, bytes: left - budget.left + ENTRY_BYTES }
}

function copyOf(value: unknown, budget: SizeBudget): unknown {
  if (isError(value)) return copyError(value, budget)
  const safe = safeValue(value, budget)
  return safe && plainValue(safe)
}

/** Copies, of more than are sent, so that what is left out later is counted. */
function attributesOf({ attributes }: LogRecord, budget: SizeBudget): Record<string, unknown> {
  const copies: Record<string, unknown> = {}
  try {
    if (!hasNames(attributes)) return copies
    let left = MAX_ATTRIBUTES
    for (const key in namesOf(attributes)) {
      if (left-- === 0 || budget.left <= 0) break
      copies[safeString(key, budget)] = copyOf(
        readSafely(() => attributes[key]),
        budget,
      )
    }
  } catch {
    // What cannot be read is left out, the record stays.
  }
  return copies
}
