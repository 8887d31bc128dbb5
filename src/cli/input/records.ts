import { SEVERITY_NUMBER } from '../../record/severity.js'
import { beginsStack, continues, isStackFrame } from '../formats/continuation.js'
import type { FormatName, FoundRecord, Take } from '../formats/found-record.js'
import { readLine } from '../formats/read-line.js'
import { isCsvHeader, readCsv } from './csv.js'
import { createLineReader } from './lines.js'
import type { OnPiece, RecordCounts } from './record-counts.js'
import type { Source } from './source.js'

/** A stack or an object over several lines is one record; more of it is left out. */
const MAX_JOINED_LINES = 200
const MAX_JOINED_CHARACTERS = 64 * 1024
const FIRST_LINE_BYTES = 64 * 1024
const OPENING_BRACE = 123

/**
 * Reads all records of a source, one after the other, in constant memory. Lines that go on with the one before (frames of a stack,
 * indented fields) are joined to it.
 *
 * @param now epoch milliseconds, for times that leave out the year
 * @param onPiece called after each piece, to wait or to stop: `false` stops
 */
export async function readRecords(
  source: Source,
  take: Take,
  now: number,
  onPiece: OnPiece = () => true,
): Promise<RecordCounts> {
  const counts: RecordCounts = { lines: 0, records: 0, cut: 0, unread: 0 }
  const joiner = createJoiner((found) => {
    counts.records++
    take(found)
  }, now)
  const lines = createLineReader((line) => {
    counts.lines++
    joiner.push(line)
  })
  const pieces = source.open()[Symbol.asyncIterator]()
  const first = await pieces.next()
  if (first.done) return counts
  // What comes in can be opened once.
  const chunks = (async function* () {
    yield first.value
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
  })()
  if (isCsvHeader(firstLineOf(first.value))) return readCsv(chunks, take, counts, onPiece)
  for await (const chunk of chunks) {
    lines.push(chunk)
    counts.cut = lines.cut
    if (!(await onPiece(counts))) break
  }
  lines.end()
  joiner.end()
  return counts
}

function firstLineOf(chunk: Buffer): string {
  const [line = ''] = chunk.subarray(0, FIRST_LINE_BYTES).toString('utf8').split('\n', 1)
  return line.replace(/^\ufeff/, '').trimEnd()
}

interface Joiner {
  push(line: string): void
  end(): void
}

/** Their lines are those of a console: what goes on with one is wrapped by itself. */
const WRAPS: ReadonlySet<FormatName> = new Set(['Docker', 'Kubernetes', 'journald'])

function createJoiner(take: Take, now: number): Joiner {
  let waiting: FoundRecord | undefined
  let joined: string[] = []
  let room = 0
  const context = { now }

  function flush(): void {
    if (waiting === undefined) return
    const found = waiting
    waiting = undefined
    if (joined.length === 0) take(found)
    else take(withMore(found, joined))
    joined = []
  }

  function join(line: string): void {
    if (joined.length >= MAX_JOINED_LINES || line.length > room) return
    joined.push(line)
    room -= line.length
  }

  function hold(found: FoundRecord): void {
    if (waiting !== undefined && isWrappedMore(waiting, found)) {
      join(found.text)
      return
    }
    flush()
    // Of JSON no line goes on.
    if (found.text.charCodeAt(0) === OPENING_BRACE) {
      take(found)
      return
    }
    waiting = found
    room = MAX_JOINED_CHARACTERS
  }

  /** No line ends the reading: what is too much for it is text. */
  function readSafely(line: string): void {
    try {
      readLine(line, hold, context)
    } catch {
      const format = line.charCodeAt(0) === OPENING_BRACE ? 'broken JSON' : 'text'
      hold({ format, record: { body: line }, millis: undefined, service: undefined, text: line })
    }
  }

  return {
    push(line) {
      if (waiting !== undefined && (continues(line) || (waiting.format === 'Nest' && beginsStack(line)))) join(line)
      else readSafely(line)
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
