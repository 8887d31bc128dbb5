import type { LogRecord } from '../log-record.js'

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

/** printf directives become gaps: `%s`, `%d`, `%i`, `%f`, `%j`, `%o`, `%O`, `%c`; `%%` is a percent sign. */
export function withoutDirectives(format: string): string {
  if (!format.includes('%')) return format
  let text = ''
  let from = 0
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', at)) {
    const directive = format[at + 1]
    if (directive === '%') text += format.slice(from, at + 1)
    else if (directive !== undefined && 'sdifjoOc'.includes(directive)) text += `${format.slice(from, at)}<*>`
    else {
      at++
      continue
    }
    at += 2
    from = at
  }
  return text + format.slice(from)
}

function textOfObject(body: object): string {
  try {
    if (body instanceof Error) return body.message
    if (Array.isArray(body)) return 'array body'
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
