import { SEVERITY_NUMBER } from '../../record/severity.js'
import { beginsStack, continues, isStackFrame } from '../formats/continuation.js'
import type { FoundRecord } from '../formats/found-record.js'
import { closesObject, opensObject } from '../formats/object-lines.js'
import { createLinePlace, type LinePlace } from './line-place.js'
import { readSafely, WRAPS } from './read-safely.js'

/** A stack or an object over several lines is one record; more of it is left out. */
const MAX_JOINED_LINES = 200
const MAX_JOINED_CHARACTERS = 64 * 1024
/** Of an object of which a brace alone is the first line: it is read when it is whole. */
const MAX_OBJECT_LINES = 5_000
const MAX_OBJECT_CHARACTERS = 512 * 1024
const OPENING_BRACE = 123

/**
 * Takes a record, and where it stands: no two records of a source have the same offset. Its bytes are at hand only where they are the text
 * of the record.
 */
export type TakePlaced = (found: FoundRecord, place: LinePlace) => void

/** Makes records of lines, each of which may be more of the one before. */
export interface Joiner {
  push(line: string, place: LinePlace): void
  /** Takes a record of a line of JSON that was read elsewhere: no line goes on with it. */
  take(found: FoundRecord, place: LinePlace): void
  end(): void
}

export function createJoiner(take: TakePlaced, now: number): Joiner {
  let waiting: FoundRecord | undefined
  let joined: string[] = []
  let [room, mostLines] = [0, 0]
  const context = { now }
  /** Of the record that waits, and of the one that is handed on. */
  const [waits, handed] = [createLinePlace(), createLinePlace()]
  let reading = ''
  let at = handed
  let taken = 0

  function flush(): void {
    if (waiting === undefined) return
    const found = waiting
    const more = joined
    waiting = undefined
    joined = []
    if (more.length === 0) take(found, waits)
    else if (opensObject(found.text)) takeObject(found, more)
    else take(withMore(found, more), waits)
  }

  function takeObject({ text, format, millis, service }: FoundRecord, more: readonly string[]): void {
    const wrap = WRAPS.has(format) ? { format, millis, service } : {}
    readSafely(
      [text, ...more].join('\n').trim(),
      (found) => {
        take(found, waits)
        waits.offset++
      },
      { now, ...wrap },
    )
  }

  function join(line: string): void {
    if (joined.length >= mostLines || line.length > room) return
    joined.push(line)
    room -= line.length
  }

  function hold(found: FoundRecord): void {
    const offset = at.offset + taken++
    if (waiting !== undefined && isWrappedMore(waiting, found)) {
      join(found.text)
      if (opensObject(waiting.text) && closesObject(found.text, waiting.text)) flush()
      return
    }
    flush()
    const isObject = opensObject(found.text)
    // Of JSON on one line no line goes on.
    if (found.text.charCodeAt(0) === OPENING_BRACE && !isObject) {
      handed.offset = offset
      handed.bytes = found.text === reading ? at.bytes : undefined
      handed.from = at.from
      handed.to = at.to
      take(found, handed)
      return
    }
    waiting = found
    waits.offset = offset
    room = isObject ? MAX_OBJECT_CHARACTERS : MAX_JOINED_CHARACTERS
    mostLines = isObject ? MAX_OBJECT_LINES : MAX_JOINED_LINES
  }

  return {
    push(line, place) {
      if (waiting !== undefined && (continues(line) || (waiting.format === 'Nest' && beginsStack(line)))) {
        join(line)
        // What comes next in an array is indented, too.
        if (opensObject(waiting.text) && closesObject(line, waiting.text)) flush()
        return
      }
      reading = line
      at = place
      taken = 0
      readSafely(line, hold, context)
    },
    take(found, { offset, bytes, from, to }) {
      flush()
      handed.offset = offset
      handed.bytes = bytes
      handed.from = from
      handed.to = to
      take(found, handed)
    },
    end: flush,
  }
}

function isWrappedMore({ format, service }: FoundRecord, next: FoundRecord): boolean {
  return WRAPS.has(format) && next.format === format && next.service === service && continues(next.text)
}

/** Of a text that says no severity a stack does. */
function withMore({ record, text, ...rest }: FoundRecord, lines: readonly string[]): FoundRecord {
  const more = lines.join('\n')
  const body = typeof record.body === 'string' ? `${record.body}\n${more}` : record.body
  const isError = record.severityNumber === undefined && lines.some(isStackFrame)
  return {
    ...rest,
    record: { ...record, body, ...(isError && { severityNumber: SEVERITY_NUMBER.error }) },
    text: `${text}\n${more}`,
  }
}
