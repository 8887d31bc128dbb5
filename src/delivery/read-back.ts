import type { DeliveryLedger } from './delivery-ledger.js'
import type { EncodedKeptRecord, Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import type { OtlpEncoding } from './otlp/encoding.js'
import { patternNameOf } from './pattern-name.js'
import type { Backlog, ReadRecord } from './spool/backlog.js'
import { parseSummary } from './spool/collapse.js'
import type { SegmentHeader } from './spool/segment-header.js'
import { ENTRY_BYTES, type SummaryStamps, summaryRecord } from './summary-record.js'

const MAX_ORIGINS = 64

export interface ReadBackOptions {
  readonly backlog: Backlog
  readonly lane: Lane
  /** Reads more while the lane holds less than this, in bytes. */
  readonly belowBytes: number
  /** Whether the records are those of dead processes, which are not counted yet. */
  readonly isAdopted: boolean
  readonly ownHeader: SegmentHeader
  readonly ownOrigin: Origin
  readonly createEncoding: (name: SegmentHeader['encoding']) => OtlpEncoding
  readonly ledger: DeliveryLedger
  readonly summaryStamps: SummaryStamps
  readonly onRead: () => void
}

/** Brings records from disk back into a lane when there is room. */
export interface ReadBack {
  /** Reads on: there may be room, or something to read. */
  resume(): void
}

export function createReadBack(options: ReadBackOptions): ReadBack {
  const { backlog, lane, belowBytes, isAdopted, ownHeader, ownOrigin, ledger, onRead } = options
  const origins = new Map([[keyOf(ownHeader), ownOrigin]])
  let reading = false

  function originOf(header: SegmentHeader): Origin {
    const key = keyOf(header)
    const known = origins.get(key)
    if (known !== undefined) return known
    const origin = { encoding: options.createEncoding(header.encoding), resource: { attributes: header.resource } }
    if (origins.size < MAX_ORIGINS) origins.set(key, origin)
    return origin
  }

  function take(read: ReadRecord): void {
    if (isAdopted) ledger.accepted++
    try {
      lane.push(keptOf(read))
    } catch {
      // A summary that is damaged in spite of its checksum.
      ledger.loseWeight('spool_damaged', 1)
      read.ticket.segment.release()
    }
  }

  function keptOf({ frame, ticket, header }: ReadRecord): EncodedKeptRecord {
    const { scope, content } = frame
    const name = patternNameOf(frame)
    const origin = originOf({ ...header, encoding: frame.encoding })
    const sequence = isAdopted ? Number.POSITIVE_INFINITY : frame.sequence
    if (frame.type !== 'record') {
      return summaryRecord(parseSummary(frame), { ...name, scope, origin, sequence, ticket }, options.summaryStamps)
    }
    return {
      meta: { guaranteed: true, durable: true, weight: 1, ...name, estimatedBytes: 0, stamps: {} },
      origin,
      ticket,
      sequence,
      timeMillis: frame.timeMillis,
      size: content.length + ENTRY_BYTES,
      scope,
      bytes: content,
      stampBytes: 0,
      parse: undefined,
    }
  }

  async function readOn(): Promise<void> {
    reading = true
    try {
      while (!backlog.isEmpty && lane.bytes < belowBytes) {
        if (!(await backlog.read(take))) break
        onRead()
      }
    } finally {
      reading = false
    }
  }

  return {
    resume() {
      if (!reading && !backlog.isEmpty && lane.bytes < belowBytes) void readOn()
    },
  }
}

function keyOf({ encoding, resource }: SegmentHeader): string {
  return `${encoding} ${JSON.stringify(resource)}`
}
