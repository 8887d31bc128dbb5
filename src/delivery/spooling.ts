import type { DeliveryLedger } from './delivery-ledger.js'
import type { Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import type { OtlpEncoding } from './otlp/encoding.js'
import { createReadBack } from './read-back.js'
import { createErrorSpool, type ErrorSpool } from './spool/error-spool.js'
import type { SpoolParts } from './spool/spool.js'
import type { SummaryStamps } from './summary-record.js'

/** Each is a write, and they hold up the event loop. */
const SUMMARIES_AT_ONCE = 256

export type SpoolOptions = Pick<SpoolParts, 'directory' | 'parent' | 'adoptsOthers' | 'files' | 'owners' | 'maxBytes'>

export interface SpoolingOptions {
  readonly origin: Origin
  readonly encodingName: 'protobuf' | 'json'
  readonly runtime: Pick<SpoolParts, 'clock' | 'timers' | 'random' | 'diag'>
  readonly guaranteed: Lane
  readonly replay: Lane
  readonly ledger: DeliveryLedger
  readonly createEncoding: (name: 'protobuf' | 'json') => OtlpEncoding
  readonly summaryStamps: SummaryStamps
  /** Records came back into a lane. */
  readonly onRead: () => void
}

/** The spool beside the lanes: brings back from disk what memory had no room for, and what dead processes left. */
export interface Spooling {
  readonly spool: ErrorSpool
  /** Sequence of the oldest error that is on disk only; `Infinity` if none. */
  readonly oldest: number
  /** Records that are on disk only, or only counted. */
  readonly pending: number
  /** There may be room in a lane. */
  resume(): void
  /** Turns errors that were only counted into summaries, as far as there is room. */
  drain(): void
  sync(): Promise<void>
  close(): Promise<void>
}

export function createSpooling(options: SpoolOptions, parts: SpoolingOptions): Spooling {
  const { origin, encodingName, guaranteed, replay, ledger, createEncoding, summaryStamps, onRead } = parts
  const header = { encoding: encodingName, resource: origin.resource.attributes }
  const spool = createErrorSpool({
    ...options,
    ...parts.runtime,
    header,
    onCollapsed({ records, summaries, uncounted }) {
      // Those of dead processes count as accepted when they are read; the collapsed ones never will be.
      if (uncounted) ledger.accepted += records
      ledger.collapse(records, uncounted ? 0 : summaries)
      drain()
    },
    onDamaged(records) {
      ledger.loseCounted('spool_damaged', records)
      if (records > 0) parts.runtime.diag.once('spool_damaged', { count: records })
    },
    onReadable: resume,
  })
  const common = { ownHeader: header, ownOrigin: origin, createEncoding, ledger, summaryStamps, onRead }
  const back = createReadBack({
    ...common,
    backlog: spool.overflow,
    lane: guaranteed,
    belowBytes: Math.min(spool.inMemoryBytes, guaranteed.maxBytes) / 2,
    isAdopted: false,
  })
  const replays = createReadBack({
    ...common,
    backlog: spool.adopted,
    lane: replay,
    belowBytes: replay.maxBytes / 4,
    isAdopted: true,
  })

  function resume(): void {
    if (spool.hasRoom) drain(SUMMARIES_AT_ONCE)
    back.resume()
    replays.resume()
  }

  /** Summaries that find no room go back to being counted. */
  function drain(maxPatterns?: number): void {
    if (spool.collapsedCounts.count === 0) return
    for (const { frame, count } of spool.collapsedCounts.drain(maxPatterns)) {
      const ticket = spool.append(frame)
      if (typeof ticket !== 'object') {
        spool.collapsedCounts.putBack(frame)
        continue
      }
      ledger.collapse(count, 1)
      spool.overflow.add(ticket, frame.sequence)
    }
  }

  spool.start()
  return {
    spool,
    get oldest() {
      return spool.overflow.oldest
    },
    get pending() {
      return spool.overflow.count + spool.collapsedCounts.count
    },
    resume,
    drain: () => drain(),
    sync: spool.sync,
    async close() {
      ledger.loseCounted('spool_full', spool.collapsedCounts.count)
      spool.collapsedCounts.drain()
      await spool.close()
    },
  }
}
