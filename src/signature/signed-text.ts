import type { LogRecord } from '../record/log-record.js'
import { foundWide, namesOf } from '../record/wide-objects.js'
import { withoutDirectives } from './format-string.js'
import { SPEAKING_KEYS } from './speaking-keys.js'

const MAX_KEYS = 32

/** The text that stands for a record: event name, format string, message, or the shape of a structured body. */
export function signedTextOf(record: LogRecord): string {
  const { eventName, formatString, body } = record
  if (typeof eventName === 'string' && eventName !== '') return eventName
  if (typeof formatString === 'string') return withoutDirectives(formatString)
  if (typeof body === 'string') return body
  if (typeof body === 'object' && body !== null) return textOfObject(body)
  return body === undefined || body === null ? '' : `${typeof body} body`
}

function textOfFields(fields: Record<string, unknown>): string {
  let text = ''
  for (const key of SPEAKING_KEYS) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '') text += text === '' ? value : ` ${value}`
  }
  return text
}

function textOfObject(body: object): string {
  try {
    if (body instanceof Error) return body.message
    if (Array.isArray(body)) return 'array body'
    // Its keys are its bytes.
    if (ArrayBuffer.isView(body)) return 'binary body'
    const fields = body as Record<string, unknown>
    const said = textOfFields(fields)
    if (said !== '') return said
    const keys: string[] = []
    for (const key in namesOf(fields)) {
      if (keys.length === MAX_KEYS) {
        foundWide(fields)
        break
      }
      keys.push(key)
    }
    return keys.length === 0 ? 'empty body' : `object body ${keys.sort().join(' ')}`
  } catch {
    return 'unreadable body'
  }
}
