import type { Diag } from '../diag.js'
import type { Clock } from '../internal/clock.js'
import { within } from '../internal/deadline.js'
import type { Random } from '../internal/random.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecord, Resource } from '../log-record.js'
import { createBatchCutter } from './batch-cutter.js'
import { DeliveryLedger, type DeliveryStats, type LossReason } from './delivery-ledger.js'
import { createDispatcher } from './dispatcher.js'
import type { KeptMeta } from './kept-record.js'
import { Lane } from './lane.js'
import { createEncoding } from './otlp/create-encoding.js'
import type { EncodedRecord } from './otlp/encoding.js'
import { scopeOf } from './otlp/record-fields.js'
import { createOtlpHttp } from './otlp-http.js'

const GUARANTEED_LANE_BYTES = 16 * 1024 * 1024
const SAMPLED_LANE_BYTES = 8 * 1024 * 1024
const REQUEST_TIMEOUT_MILLIS = 10_000
/** What an entry of a lane takes beside its bytes. */
const ENTRY_BYTES = 160
/** A longer text is encoded at once, to what the bounds of a record leave of it, so that it cannot fill a lane. */
const MAX_DEFERRED_BYTES = 256 * 1024
const DEFAULT_SCOPE = { name: 'lipservice' }

export interface DeliveryOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly encoding: 'protobuf' | 'json'
  readonly resource: Resource
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly diag: Diag
  /** A record was encoded; `bytes` is without stamps. */
  readonly onEncoded: (signature: string, estimatedBytes: number, bytes: number) => void
  /** A batch was cut; `overheadBytes` = its body beyond its records without stamps. */
  readonly onBatch?: (records: number, overheadBytes: number) => void
  /** A kept record was lost; it stood for `weight` records. */
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
  readonly limits?: {
    /** Default 16 MiB. */
    readonly guaranteedBytes?: number
    /** Default 8 MiB. */
    readonly sampledBytes?: number
    /** Total deadline of a request. Default 10,000. */
    readonly requestTimeoutMillis?: number
  }
}

/**
 * Takes kept records to the backend, over two lanes bounded by bytes: nothing sampled ever displaces a guarantee. When the
 * sampled lane is full its oldest go and are counted. Nothing throws.
 */
export interface Delivery {
  accept(record: LogRecord, meta: KeptMeta): void
  /** Accepts a record that is parsed when its batch is cut. `bytes` = what it holds in memory until then. */
  acceptDeferred(bytes: number, meta: KeptMeta, parse: () => LogRecord): void
  /** Sends all that waits; resolves when it came to an end, or at the deadline. */
  forceFlush(options: { timeoutMillis: number }): Promise<void>
  /** Flushes, then counts what is left as lost and closes its connections. */
  shutdown(options: { timeoutMillis: number }): Promise<void>
  stats(): DeliveryStats
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { url, headers, resource, clock, timers, random, diag, onEncoded, onBatch = () => {}, limits = {} } = options
  const encoding = createEncoding(options.encoding)
  const guaranteed = new Lane(limits.guaranteedBytes ?? GUARANTEED_LANE_BYTES)
  const sampled = new Lane(limits.sampledBytes ?? SAMPLED_LANE_BYTES)
  const ledger = new DeliveryLedger(options.onUnrepresented)
  const cutter = createBatchCutter({ encoding, resource, now: clock.now, ledger, onEncoded, onBatch })
  const timeoutMillis = limits.requestTimeoutMillis ?? REQUEST_TIMEOUT_MILLIS
  const http = createOtlpHttp({ url, headers, contentType: encoding.contentType, timeoutMillis, now: clock.now })
  const dispatcher = createDispatcher({ guaranteed, sampled, cutter, http, ledger, clock, timers, random, diag })
  let sequence = 0
  let closed = false
  let closing: Promise<void> | undefined

  function enqueue(
    size: number,
    meta: KeptMeta,
    part: Partial<EncodedRecord> & { parse?: () => LogRecord },
    record?: LogRecord,
  ) {
    const lane = meta.guaranteed ? guaranteed : sampled
    const total = size + ENTRY_BYTES
    if (meta.guaranteed ? !lane.fits(total) : total > lane.maxBytes) {
      loseToFullLane(meta)
      return
    }
    while (!lane.fits(total)) loseToFullLane(lane.shift()!.meta)
    const scope = record === undefined ? DEFAULT_SCOPE : scopeOf(record, DEFAULT_SCOPE)
    lane.push({
      meta,
      sequence: sequence++,
      size: total,
      scope,
      bytes: part.bytes,
      stampBytes: part.stampBytes ?? 0,
      parse: part.parse,
    })
    dispatcher.wake()
  }

  function encodeNow(parse: () => LogRecord, meta: KeptMeta): void {
    try {
      const record = parse()
      const encoded = cutter.encode(record, meta)
      enqueue(encoded.bytes.length, meta, encoded, record)
    } catch (error) {
      ledger.lose('encode_failed', meta)
      diag.once('encode_failed', 'a record could not be encoded', error)
    }
  }

  function loseToFullLane(meta: KeptMeta): void {
    ledger.lose('lane_full', meta)
    diag.once('lane_full', `the ${meta.guaranteed ? 'guaranteed' : 'sampled'} lane is full; logs are lost and counted`)
  }

  /** Accepts, or counts why not. */
  function admit(meta: KeptMeta, enter: () => void): void {
    ledger.accepted++
    if (closed) {
      ledger.lose('shutdown', meta)
      return
    }
    enter()
  }

  const oldest = () => Math.min(guaranteed.oldest, sampled.oldest, dispatcher.oldest)

  async function flush(deadline: number): Promise<void> {
    const last = sequence - 1
    const hold = dispatcher.hold()
    let stopListening = () => {}
    const settled = new Promise<void>((resolve) => {
      stopListening = dispatcher.onSettled(() => {
        if (oldest() > last) resolve()
      })
    })
    if (oldest() <= last) await within(deadline, timers, settled)
    stopListening()
    hold.release()
  }

  async function close(deadline: number): Promise<void> {
    await flush(deadline)
    closed = true
    for (const { records } of dispatcher.stop()) for (const { meta } of records) ledger.lose('shutdown', meta)
    for (const lane of [guaranteed, sampled]) {
      for (let left = lane.shift(); left !== undefined; left = lane.shift()) ledger.lose('shutdown', left.meta)
    }
    await http.close()
  }

  return {
    accept(record, meta) {
      admit(meta, () => encodeNow(() => record, meta))
    },
    acceptDeferred(bytes, meta, parse) {
      if (bytes <= MAX_DEFERRED_BYTES) admit(meta, () => enqueue(bytes, meta, { parse }))
      else admit(meta, () => encodeNow(parse, meta))
    },
    forceFlush: (deadline) => closing ?? flush(deadline.timeoutMillis),
    shutdown(deadline) {
      closing ??= close(deadline.timeoutMillis)
      return closing
    },
    stats: () => ledger.stats(guaranteed.count + sampled.count + dispatcher.batched),
  }
}
