import { isCsvHeader, readCsv } from './csv.js'
import { createJoiner, type TakePlaced } from './joiner.js'
import { createLineReader } from './lines.js'
import type { OnPiece, RecordCounts } from './record-counts.js'
import type { Source } from './source.js'

const FIRST_LINE_BYTES = 64 * 1024

/**
 * Reads all records of a source, one after the other, in constant memory. Lines that go on with the one before (frames of a stack,
 * indented fields) are joined to it.
 *
 * @param now epoch milliseconds, for times that leave out the year
 * @param onPiece called after each piece, to wait or to stop: `false` stops
 */
export async function readRecords(
  source: Source,
  take: TakePlaced,
  now: number,
  onPiece: OnPiece = () => true,
): Promise<RecordCounts> {
  const counts: RecordCounts = { lines: 0, records: 0, cut: 0, unread: 0 }
  const joiner = createJoiner((found, place) => {
    counts.records++
    take(found, place)
  }, now)
  const lines = createLineReader((line, place) => {
    counts.lines++
    joiner.push(line, place)
  })
  const { isCsv, chunks } = await opened(source)
  if (isCsv) return readCsv(chunks, take, counts, onPiece)
  for await (const chunk of chunks) {
    lines.push(chunk)
    counts.cut = lines.cut
    if (await onPiece(counts)) continue
    // What was read of the last line is no line.
    joiner.end()
    return counts
  }
  lines.end()
  joiner.end()
  return counts
}

/** Opens a source, and finds out whether it has rows instead of lines. */
export async function opened(source: Source): Promise<{ isCsv: boolean; chunks: AsyncIterable<Buffer> }> {
  const pieces = source.open()[Symbol.asyncIterator]()
  const first = await pieces.next()
  // What comes in can be opened once.
  const chunks = (async function* () {
    for (let next = first; !next.done; next = await pieces.next()) yield next.value
  })()
  return { isCsv: !first.done && isCsvHeader(firstLineOf(first.value)), chunks }
}

function firstLineOf(chunk: Buffer): string {
  const [line = ''] = chunk.subarray(0, FIRST_LINE_BYTES).toString('utf8').split('\n', 1)
  return line.replace(/^\ufeff/, '').trimEnd()
}
