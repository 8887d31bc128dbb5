import type { Diag } from '../internal/diag.js'
import type { LogRecord } from '../record/log-record.js'
import { decidingSeverityOf, SEVERITY_NUMBER } from '../record/severity.js'
import type { BatchCutter } from './batch-cutter.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { ErrorRoom } from './error-room.js'
import type { EncodedKeptRecord, KeptMeta, KeptRecord, Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import type { LastResort } from './last-resort.js'
import { mebibytes } from './mebibytes.js'
import { scopeOf } from './otlp/record-fields.js'
import { patternNameOf } from './pattern-name.js'
import type { ErrorSpool } from './spool/error-spool.js'
import type { Frame } from './spool/frame.js'
import { ENTRY_BYTES } from './summary-record.js'

/** A longer text is encoded at once, to what the bounds of a record leave of it, so that it cannot fill a lane. */
export const MAX_DEFERRED_BYTES = 256 * 1024
export const DEFAULT_SCOPE = { name: 'lipservice' }

export interface IntakeOptions {
  readonly origin: Origin
  readonly encodingName: 'protobuf' | 'json'
  readonly guaranteed: Lane
  /** Admits to the guaranteed lane what is nowhere else. */
  readonly room: ErrorRoom
  readonly sampled: Lane
  readonly cutter: BatchCutter
  readonly spool: ErrorSpool | undefined
  readonly ledger: DeliveryLedger
  readonly lastResort: LastResort
  /** Returns the sequence of the next record. */
  readonly nextSequence: () => number
  readonly epochMillis: () => number
  readonly diag: Diag
}

/** A record, or how to have it. */
type Source = LogRecord | (() => LogRecord)

const recordOf = (source: Source): LogRecord => (typeof source === 'function' ? source() : source)

function onceOf(parse: () => LogRecord): () => LogRecord {
  let record: LogRecord | undefined
  return () => {
    record ??= parse()
    return record
  }
}

/** Where accepted records go first: an error to the spool, and all to a lane, as far as there is room. Never throws. */
export interface Intake {
  accept(record: LogRecord, meta: KeptMeta): void
  acceptDeferred(bytes: number, meta: KeptMeta, parse: () => LogRecord): void
  /** For a record after the end. Returns whether it is on disk, for the next start; otherwise it is counted as lost. */
  acceptLate(meta: KeptMeta, parse: () => LogRecord): boolean
}

export function createIntake(options: IntakeOptions): Intake {
  const { origin, encodingName, guaranteed, room, sampled, cutter, spool, ledger, lastResort, diag } = options
  const { nextSequence, epochMillis } = options

  function encode(source: Source, meta: KeptMeta): EncodedKeptRecord | undefined {
    try {
      const record = recordOf(source)
      const timeMillis = epochMillis()
      const { bytes, stampBytes } = cutter.encode(record, meta, origin, timeMillis)
      return {
        meta,
        origin,
        ticket: undefined,
        sequence: nextSequence(),
        timeMillis,
        size: bytes.length + ENTRY_BYTES,
        scope: scopeOf(record, DEFAULT_SCOPE),
        bytes,
        stampBytes,
        parse: undefined,
      }
    } catch (error) {
      ledger.loseWeight('encode_failed', meta.weight)
      diag.once('not_encoded', { cause: error })
      return undefined
    }
  }

  function enterEncoded(source: Source, meta: KeptMeta): void {
    const kept = encode(source, meta)
    if (kept === undefined) return
    if (meta.durable && spool !== undefined) writeDown(kept, source, spool)
    else enter(kept, source)
  }

  function writeDown(
    kept: EncodedKeptRecord,
    source: Source,
    { overflow, append, holdBack, inMemoryBytes }: ErrorSpool,
  ): void {
    const frame = frameOf(kept, source)
    const ticket = append(frame)
    if (typeof ticket === 'object') {
      // While some are on disk only, all go there: they stay in order.
      if (overflow.isEmpty && room.hasRoom(kept.size) && guaranteed.bytes + kept.size <= inMemoryBytes)
        guaranteed.push({ ...kept, ticket })
      else overflow.add(ticket, kept.sequence)
    } else if (ticket === 'failed' || room.hasRoom(kept.size)) enter(kept, source)
    else if (!holdBack(frame)) loseError('spool_full', kept, source)
  }

  function frameOf({ sequence, timeMillis, scope, bytes, meta }: EncodedKeptRecord, source: Source): Frame {
    return {
      type: 'record',
      isFatal: isFatal(source),
      encoding: encodingName,
      sequence,
      timeMillis,
      ...patternNameOf(meta),
      scope,
      content: bytes,
    }
  }

  function enter(kept: KeptRecord, source: Source): void {
    if (kept.meta.guaranteed) {
      if (room.enter(kept, () => isFatal(source))) return
      if (kept.meta.durable) loseError('lane_full', kept, source)
      else loseToFullLane(kept)
      return
    }
    if (kept.size > sampled.maxBytes) {
      loseToFullLane(kept)
      return
    }
    while (!sampled.fits(kept.size)) loseToFullLane(sampled.shift()!)
    sampled.push(kept)
  }

  function loseToFullLane(kept: KeptRecord): void {
    ledger.lose('lane_full', kept)
    if (kept.meta.guaranteed) sayMemoryIsFull()
    else diag.once('sampled_lost', { limit: mebibytes(sampled.maxBytes) })
  }

  function loseError(reason: 'lane_full' | 'spool_full', kept: KeptRecord, source: Source): void {
    ledger.lose(reason, kept)
    if (reason === 'lane_full') sayMemoryIsFull()
    else diag.once('errors_lost', { place: 'disk budget', limit: mebibytes(spool!.maxBytes) })
    lastResort.say(() => recordOf(source))
  }

  function sayMemoryIsFull(): void {
    diag.once('errors_lost', { place: 'memory', limit: mebibytes(guaranteed.maxBytes) })
  }

  function loseLate(reason: 'shutdown' | 'spool_full', meta: KeptMeta, read: () => LogRecord, cause?: string): void {
    ledger.loseWeight(reason, meta.weight)
    if (!meta.durable) return
    diag.once('logged_after_end', { cause })
    lastResort.say(read)
  }

  return {
    acceptLate(meta, parse) {
      if (!meta.durable || spool === undefined) {
        loseLate('shutdown', meta, parse)
        return false
      }
      const once = onceOf(parse)
      const kept = encode(once, meta)
      if (kept === undefined) return false
      const ticket = spool.append(frameOf(kept, once))
      if (typeof ticket === 'object') return true
      const isFull = ticket === 'full'
      loseLate(isFull ? 'spool_full' : 'shutdown', meta, parse, `the spool ${isFull ? 'is full' : 'takes none'}`)
      return false
    },
    accept: enterEncoded,
    acceptDeferred(bytes, meta, parse) {
      // What goes to the spool is bytes at once.
      if (bytes > MAX_DEFERRED_BYTES || (meta.durable && spool !== undefined)) {
        enterEncoded(onceOf(parse), meta)
        return
      }
      const place = { ticket: undefined, sequence: nextSequence(), timeMillis: epochMillis() }
      const size = bytes + ENTRY_BYTES
      enter({ meta, origin, ...place, size, scope: DEFAULT_SCOPE, bytes: undefined, stampBytes: 0, parse }, parse)
    },
  }
}

/** What cannot be read is none. */
function isFatal(source: Source): boolean {
  try {
    return decidingSeverityOf(recordOf(source)) >= SEVERITY_NUMBER.fatal
  } catch {
    return false
  }
}
