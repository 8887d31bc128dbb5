import type { KeptRecord } from '../../delivery/kept-record.js'
import { bodyText } from '../../delivery/otlp/body-text.js'
import { createEncoding } from '../../delivery/otlp/create-encoding.js'
import { parseSummary } from '../../delivery/spool/collapse.js'
import type { Frame } from '../../delivery/spool/frame.js'
import { Segment } from '../../delivery/spool/segment.js'
import { readPiece } from '../../delivery/spool/segment-reader.js'
import { joinPath, systemFiles } from '../../delivery/spool/spool-files.js'
import { createRedactor } from '../../redaction/redactor.js'
import type { FoundSpool } from './found-spools.js'

/** An error on disk, or a summary of many. */
export interface SpooledRecord {
  /** When it was logged. Epoch milliseconds. */
  readonly millis: number
  /** How many errors it stands for. */
  readonly count: number
  readonly isFatal: boolean
  /** Id of the pattern. */
  readonly signature: string
  /** Logger. */
  readonly scope: string
  /** As it was stored: secrets were masked before. */
  readonly body: string
}

const redactor = createRedactor({ detect: true, paths: [], transform: undefined }, () => {})
const encodings = { protobuf: createEncoding('protobuf', redactor), json: createEncoding('json', redactor) }

/** Reads the errors of a spool, oldest first, in constant memory. Nothing on disk changes. What cannot be read is passed over. */
export async function* spooledRecords({ directory, segments }: FoundSpool): AsyncGenerator<SpooledRecord> {
  for (const { name, file, bytes } of segments) {
    const segment = new Segment(name, joinPath(directory, file), () => {})
    segment.size = bytes
    for (let offset = 0; ; ) {
      const piece = await readPiece(segment, offset, systemFiles).catch(() => undefined)
      if (piece === undefined) break
      for (const frame of piece.frames) if (frame.type !== 'header') yield recordOf(frame)
      if (piece.isAtEnd || piece.next === offset) break
      offset = piece.next
    }
  }
}

function recordOf(frame: Frame): SpooledRecord {
  const { timeMillis, signature, scope, isFatal = false } = frame
  const common = { millis: timeMillis, signature, scope: scope.name, isFatal }
  if (frame.type === 'record') return { ...common, count: 1, body: bodyOf(frame) }
  try {
    const { count } = parseSummary(frame)
    return { ...common, count, body: `${count} more errors of this pattern` }
  } catch {
    return { ...common, count: 1, body: '(damaged)' }
  }
}

function bodyOf({ content, encoding }: Frame): string {
  try {
    const record = { bytes: content, parse: undefined } as unknown as KeptRecord
    return String(bodyText(record, { encoding: encodings[encoding], resource: { attributes: {} } }) ?? '(no text)')
  } catch {
    return '(damaged)'
  }
}
