import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

/** The usual beginning and end of a line. */
const LEVEL_AND_TIME = /\{"level":\d+,"time":\d+/y
const USUAL_END = '"}\n'
const DIGITS = /\d{16}/
/** What pino puts before the fields of the app, in this order; the same names may follow once more, given by the app. */
const HEAD = /^\{("[^"\\]{1,64}":(?:\d+|"[^"\\]*"))(,"time":(?:\d+|"[^"\\]*"))?/
const OF_THIS_PROCESS = `,"pid":${process.pid},"hostname":${JSON.stringify(hostname())}`

const LARGE = /[:,[]\s*-?\d{16,}/
/** Strings, to pass over them, and integers that may be too large for a number. */
const STRINGS_AND_LARGE = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g
/** Nobody else can know it: no text of the app passes for a number. */
const MARK = `lipservice:${randomUUID()}:`

/**
 * Returns the fields that the app gave to a line of pino, without those that pino has put before them (level, time, pid, host name), and
 * with integers as exact as they were written. `undefined`: the line is no object of JSON.
 */
export function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const fields = parseExactly(withoutHead(line))
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** What a line says, and the fields that the app gave it beside that. */
export interface UsualLine {
  readonly message: string
  readonly fields: Record<string, unknown>
}

/**
 * Reads a line as pino usually writes it, which takes half the time: its own fields first, the message last, with nothing in it that had to be
 * escaped. Returns `undefined` for any other line.
 */
export function parseUsualLine(line: string, messageKey: string): UsualLine | undefined {
  const end = line.length - USUAL_END.length
  const mark = markOf(messageKey)
  // Within a text of JSON there is no quote without a backslash: the mark is one of a field, perhaps of an object in it.
  const at = line.lastIndexOf(mark)
  const start = at + mark.length
  if (at < 0 || !line.endsWith(USUAL_END) || line.indexOf('"', start) !== end || line.includes('\\', start))
    return undefined
  const from = endOfUsualHead(line)
  if (from === undefined || at < from) return undefined
  try {
    const fields = at === from ? {} : (parseExactly(`{${line.slice(from + 1, at)}}`) as Record<string, unknown>)
    // The app gave a field of this name as well: the last one counts.
    return Object.hasOwn(fields, messageKey) ? undefined : { message: line.slice(start, end), fields }
  } catch {
    return undefined
  }
}

/** Returns where the head of a usual line ends: its level, its time, and this process. `undefined`: it has another. */
export function endOfUsualHead(line: string): number | undefined {
  LEVEL_AND_TIME.lastIndex = 0
  if (!LEVEL_AND_TIME.test(line)) return undefined
  const { lastIndex } = LEVEL_AND_TIME
  return line.startsWith(OF_THIS_PROCESS, lastIndex) ? lastIndex + OF_THIS_PROCESS.length : undefined
}

let lastKey = ''
let lastMark = ''

function markOf(messageKey: string): string {
  if (messageKey !== lastKey) {
    lastKey = messageKey
    lastMark = `,${JSON.stringify(messageKey)}:"`
  }
  return lastMark
}

function withoutHead(line: string): string {
  const head = HEAD.exec(line)
  if (head === null) return line
  const [{ length }, first] = head
  const rest = line.startsWith(OF_THIS_PROCESS, length) ? length + OF_THIS_PROCESS.length : length
  // A formatter may have given the level another name: then it is the app's.
  if (!first!.startsWith('"level":')) return `{${first}${line.slice(rest)}`
  return line[rest] === ',' ? `{${line.slice(rest + 1)}` : `{${line.slice(rest)}`
}

function parseExactly(json: string): unknown {
  if (!DIGITS.test(json) || !LARGE.test(json)) return JSON.parse(json)
  const marked = json.replace(STRINGS_AND_LARGE, (found) =>
    found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `"${MARK}${found}"`,
  )
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  )
}
