import type { LogRecord } from '../record/log-record.js'
import { withoutDirectives } from './format-string.js'

const MAX_KEYS = 32
/** Fields of a structured body that say what happened. */
const MESSAGE_FIELDS = ['message', 'msg', 'event'] as const

/** The text that stands for a record: event name, format string, message, or the shape of a structured body. */
export function signedTextOf(record: LogRecord): string {
  const { eventName, formatString, body } = record
  if (typeof eventName === 'string' && eventName !== '') return eventName
  if (typeof formatString === 'string') return withoutDirectives(formatString)
  if (typeof body === 'string') return body
  if (typeof body === 'object' && body !== null) return textOfObject(body)
  return body === undefined || body === null ? '' : `${typeof body} body`
}

function textOfObject(body: object): string {
  try {
    if (body instanceof Error) return body.message
    if (Array.isArray(body)) return 'array body'
    // Its keys are its bytes.
    if (ArrayBuffer.isView(body)) return 'binary body'
    const fields = body as Record<string, unknown>
    for (const name of MESSAGE_FIELDS) {
      const value = fields[name]
      if (typeof value === 'string' && value !== '') return value
    }
    const keys: string[] = []
    for (const key in fields) {
      if (keys.length === MAX_KEYS) break
      keys.push(key)
    }
    return keys.length === 0 ? 'empty body' : `object body ${keys.sort().join(' ')}`
  } catch {
    return 'unreadable body'
  }
}
