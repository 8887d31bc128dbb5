import { SEVERITY_NUMBER } from '../../record/severity.js'
import { beginsStack, continues, isStackFrame } from '../formats/continuation.js'
import type { FormatName, FoundRecord, Take } from '../formats/found-record.js'
import { readLine } from '../formats/read-line.js'
import { createLinePlace, type LinePlace } from './line-place.js'

/** A stack or an object over several lines is one record; more of it is left out. */
const MAX_JOINED_LINES = 200
const MAX_JOINED_CHARACTERS = 64 * 1024
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

/** Their lines are those of a console: what goes on with one is wrapped by itself. */
const WRAPS: ReadonlySet<FormatName> = new Set(['Docker', 'Kubernetes', 'journald'])

export function createJoiner(take: TakePlaced, now: number): Joiner {
  let waiting: FoundRecord | undefined
  let joined: string[] = []
  let room = 0
  const context = { now }
  /** Of the record that waits, and of the one that is handed on. */
  const [waits, handed] = [createLinePlace(), createLinePlace()]
  let reading = ''
  let at = handed
  let taken = 0

  function flush(): void {
    if (waiting === undefined) return
    const found = waiting
    waiting = undefined
    take(joined.length === 0 ? found : withMore(found, joined), waits)
    joined = []
  }

  function join(line: string): void {
    if (joined.length >= MAX_JOINED_LINES || line.length > room) return
    joined.push(line)
    room -= line.length
  }

  function hold(found: FoundRecord): void {
    const offset = at.offset + taken++
    if (waiting !== undefined && isWrappedMore(waiting, found)) {
      join(found.text)
      return
    }
    flush()
    // Of JSON no line goes on.
    if (found.text.charCodeAt(0) === OPENING_BRACE) {
      handed.offset = offset
      handed.bytes = found.text === reading ? at.bytes : undefined
      handed.from = at.from
      handed.to = at.to
      take(found, handed)
      return
    }
    waiting = found
    waits.offset = offset
    room = MAX_JOINED_CHARACTERS
  }

  return {
    push(line, place) {
      if (waiting !== undefined && (continues(line) || (waiting.format === 'Nest' && beginsStack(line)))) {
        join(line)
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

/**
 * Returns whether a line begins a record whatever stands before it: the record before is whole. By the same rules as a joiner has.
 */
export function beginsRecord(line: string, now: number): boolean {
  if (continues(line) || beginsStack(line)) return false
  let first: FoundRecord | undefined
  readSafely(
    line,
    (found) => {
      first ??= found
    },
    { now },
  )
  return first !== undefined && !(WRAPS.has(first.format) && continues(first.text))
}

/** No line ends the reading: what is too much for it is text. */
function readSafely(line: string, take: Take, context: { readonly now: number }): void {
  try {
    readLine(line, take, context)
  } catch {
    const format = line.charCodeAt(0) === OPENING_BRACE ? 'broken JSON' : 'text'
    take({ format, record: { body: line }, millis: undefined, service: undefined, text: line })
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
