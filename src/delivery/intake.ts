import type { Diag } from '../internal/diag.js'
import type { LogRecord } from '../record/log-record.js'
import type { BatchCutter } from './batch-cutter.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { EncodedKeptRecord, KeptMeta, KeptRecord, Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import type { LastResort } from './last-resort.js'
import { mebibytes } from './mebibytes.js'
import { scopeOf } from './otlp/record-fields.js'
import type { ErrorSpool } from './spool/error-spool.js'
import type { Frame } from './spool/frame.js'

/** What an entry of a lane takes beside its bytes. */
export const ENTRY_BYTES = 160
/** A longer text is encoded at once, to what the bounds of a record leave of it, so that it cannot fill a lane. */
const MAX_DEFERRED_BYTES = 256 * 1024
const DEFAULT_SCOPE = { name: 'lipservice' }

export interface IntakeOptions {
  readonly origin: Origin
  readonly encodingName: 'protobuf' | 'json'
  readonly guaranteed: Lane
  readonly sampled: Lane
  readonly cutter: BatchCutter
  readonly spool: ErrorSpool | undefined
  readonly ledger: DeliveryLedger
  readonly lastResort: LastResort
  readonly epochMillis: () => number
  readonly diag: Diag
}

/** Where accepted records go first: an error to the spool, and all to a lane, as far as there is room. Never throws. */
export interface Intake {
  accept(record: LogRecord, meta: KeptMeta): void
  acceptDeferred(bytes: number, meta: KeptMeta, parse: () => LogRecord): void
  /** For a record after the end. Returns whether it is on disk, for the next start; otherwise it is counted as lost. */
  acceptLate(meta: KeptMeta, parse: () => LogRecord): boolean
  /** Sequence of the last record. */
  readonly last: number
}

export function createIntake(options: IntakeOptions): Intake {
  const { origin, encodingName, guaranteed, sampled, cutter, spool, ledger, lastResort, epochMillis, diag } = options
  let sequence = 0

  function encode(parse: () => LogRecord, meta: KeptMeta): { record: LogRecord; kept: EncodedKeptRecord } | undefined {
    try {
      const record = parse()
      const encoded = cutter.encode(record, meta, origin)
      const scope = scopeOf(record, DEFAULT_SCOPE)
      const size = encoded.bytes.length + ENTRY_BYTES
      return {
        record,
        kept: { meta, origin, ticket: undefined, sequence: sequence++, size, scope, ...encoded, parse: undefined },
      }
    } catch (error) {
      ledger.loseWeight('encode_failed', meta.weight)
      diag.once('not_encoded', { cause: error })
      return undefined
    }
  }

  function enterEncoded(parse: () => LogRecord, meta: KeptMeta): void {
    const encoded = encode(parse, meta)
    if (encoded === undefined) return
    if (meta.durable && spool !== undefined) writeDown(encoded.kept, encoded.record, spool)
    else enter(encoded.kept, encoded.record)
  }

  function writeDown(
    kept: EncodedKeptRecord,
    record: LogRecord,
    { overflow, append, holdBack, inMemoryBytes }: ErrorSpool,
  ): void {
    const frame = frameOf(kept)
    const ticket = append(frame)
    if (typeof ticket === 'object') {
      // While some are on disk only, all go there: they stay in order.
      if (overflow.isEmpty && guaranteed.bytes + kept.size <= Math.min(inMemoryBytes, guaranteed.maxBytes))
        guaranteed.push({ ...kept, ticket })
      else overflow.add(ticket, kept.sequence)
    } else if (ticket === 'failed' || guaranteed.fits(kept.size)) enter(kept, record)
    else if (!holdBack(frame)) loseError('spool_full', kept, record)
  }

  function frameOf({ sequence, scope, bytes, meta }: EncodedKeptRecord): Frame {
    const { signature } = meta
    return {
      type: 'record',
      encoding: encodingName,
      sequence,
      timeMillis: epochMillis(),
      signature,
      scope,
      content: bytes,
    }
  }

  function enter(kept: KeptRecord, record?: LogRecord): void {
    const lane = kept.meta.guaranteed ? guaranteed : sampled
    if (kept.meta.guaranteed ? !lane.fits(kept.size) : kept.size > lane.maxBytes) {
      if (kept.meta.durable) loseError('lane_full', kept, record)
      else loseToFullLane(kept)
      return
    }
    while (!lane.fits(kept.size)) loseToFullLane(lane.shift()!)
    lane.push(kept)
  }

  function loseToFullLane(kept: KeptRecord): void {
    ledger.lose('lane_full', kept)
    if (kept.meta.guaranteed) sayMemoryIsFull()
    else diag.once('sampled_lost', { limit: mebibytes(sampled.maxBytes) })
  }

  function loseError(reason: 'lane_full' | 'spool_full', kept: KeptRecord, record: LogRecord | undefined): void {
    ledger.lose(reason, kept)
    if (reason === 'lane_full') sayMemoryIsFull()
    else diag.once('errors_lost', { place: 'disk budget', limit: mebibytes(spool!.maxBytes) })
    lastResort.say(() => record ?? kept.parse?.() ?? {})
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
      const encoded = encode(parse, meta)
      if (encoded === undefined) return false
      const ticket = spool.append(frameOf(encoded.kept))
      if (typeof ticket === 'object') return true
      const isFull = ticket === 'full'
      loseLate(
        isFull ? 'spool_full' : 'shutdown',
        meta,
        () => encoded.record,
        `the spool ${isFull ? 'is full' : 'takes none'}`,
      )
      return false
    },
    get last() {
      return sequence - 1
    },
    accept: (record, meta) => enterEncoded(() => record, meta),
    acceptDeferred(bytes, meta, parse) {
      // What goes to the spool is bytes at once.
      if (bytes > MAX_DEFERRED_BYTES || (meta.durable && spool !== undefined)) {
        enterEncoded(parse, meta)
        return
      }
      const size = bytes + ENTRY_BYTES
      const scope = DEFAULT_SCOPE
      enter({
        meta,
        origin,
        ticket: undefined,
        sequence: sequence++,
        size,
        scope,
        bytes: undefined,
        stampBytes: 0,
        parse,
      })
    },
  }
}
