import type { LogRecord } from '../../record/log-record.js'
import { loggedError } from './logged-error.js'

const SCOPE = { name: 'winston' }

/**
 * Returns a line of winston as the live adapter ships it: the time that a format has written is one of its fields, and the error that it was given
 * stands apart. It is signed by the text of the call, to which winston appends the message of an error.
 */
export function liveWinston(record: LogRecord, timestamp: unknown): LogRecord {
  // They were made for this record.
  const attributes = record.attributes ?? {}
  const error = loggedError(attributes['stack'], undefined, undefined, attributes['cause'])
  if (timestamp !== undefined) attributes['timestamp'] = timestamp
  const live = { ...record, attributes, instrumentationScope: SCOPE }
  if (error === undefined) return live
  for (const key of ['stack', 'cause']) delete attributes[key]
  const formatString = textOfCall(record.body, error.message)
  return formatString === undefined ? { ...live, exception: error } : { ...live, exception: error, formatString }
}

function textOfCall(body: unknown, message: string): string | undefined {
  const appended = ` ${message}`
  return typeof body === 'string' && body.endsWith(appended) ? body.slice(0, -appended.length) : undefined
}
