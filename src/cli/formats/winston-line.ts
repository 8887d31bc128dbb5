import type { LogRecord } from '../../record/log-record.js'
import { loggedError } from './logged-error.js'

const SCOPE = { name: 'winston' }

/**
 * Returns a line of winston as the live adapter ships it: the time that a format has written is one of its fields, and the error that it was given
 * stands apart. It is signed by the text of the call, to which winston appends the message of an error.
 */
export function liveWinston(record: LogRecord, timestamp: unknown): LogRecord {
  const { stack, cause, ...others } = record.attributes ?? {}
  const error = loggedError(stack, undefined, undefined, cause)
  const fields = error === undefined ? record.attributes : others
  const attributes = timestamp === undefined ? { ...fields } : { ...fields, timestamp }
  const live = { ...record, attributes, instrumentationScope: SCOPE }
  if (error === undefined) return live
  const formatString = textOfCall(record.body, error.message)
  return formatString === undefined ? { ...live, exception: error } : { ...live, exception: error, formatString }
}

function textOfCall(body: unknown, message: string): string | undefined {
  const appended = ` ${message}`
  return typeof body === 'string' && body.endsWith(appended) ? body.slice(0, -appended.length) : undefined
}
