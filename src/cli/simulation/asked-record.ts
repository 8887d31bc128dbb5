import type { LogRecord } from '../../record/log-record.js'

/**
 * Returns a record of a line as its logger's adapter asks the engine about it, which is before anything is formatted: it differs from what is
 * shipped, and so does its estimated size. What a child of pino adds to a line is not known by then either, but a line does not tell it from the
 * fields of the call.
 */
export function askedRecord(record: LogRecord): LogRecord {
  switch (record.instrumentationScope?.name) {
    case 'pino':
      return { ...record, severityText: undefined }
    case 'winston':
      return askedOfWinston(record)
    default:
      return record
  }
}

/** Level, text and stack are fields of the call; its time is written by a format. */
function askedOfWinston(record: LogRecord): LogRecord {
  const { timestamp: _timestamp, ...fields } = record.attributes ?? {}
  const { body, severityText, exception } = record
  const stack = exception === undefined ? {} : { stack: (exception as Error).stack }
  return { ...record, severityText: undefined, attributes: { ...fields, level: severityText, message: body, ...stack } }
}
