import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import { copiedFields, leftOutOf } from '../../record/copied-fields.js'
import { isError } from '../../record/error.js'
import { errorOf } from '../../record/error-search.js'
import type { LogRecord } from '../../record/log-record.js'
import { nameOfAppAttribute } from '../../record/reserved-attributes.js'
import type { Stamps } from '../../sampling/stamps.js'
import { plainErrorOf, plainExceptionAttributes } from '../../values/exception-attributes.js'

/**
 * Returns a kept record as it goes on to a provider of the app: with our stamps, which no attribute of the app passes for, and its error
 * as attributes, as every adapter sends them. The SDK would take an error's code for its type, and drop one that is an attribute.
 */
export function stampedRecord(record: ApiLogRecord, stamps: Stamps): ApiLogRecord {
  const { exception: _, ...rest } = record as ApiLogRecord & Pick<LogRecord, 'exception'>
  const found = errorOf(record as LogRecord)
  const attributes: Record<string, unknown> = found === undefined ? {} : plainExceptionAttributes(found)
  const given = copiedFields(record.attributes ?? {})
  for (const key of Object.keys(given)) {
    const value = given[key]
    attributes[nameOfAppAttribute(key)] = isError(value) ? plainErrorOf(value) : value
  }
  const truncated = leftOutOf(given)
  if (truncated > 0) attributes['lipservice.truncated'] = truncated
  return { ...rest, attributes: { ...attributes, ...stamps } } as ApiLogRecord
}
