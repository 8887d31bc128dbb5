import type { Clock } from '../internal/clock.js'
import { within } from '../internal/deadline.js'
import type { Diag } from '../internal/diag.js'
import type { ConnectionOptions } from '../internal/http-transport.js'
import type { Random } from '../internal/random.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecord, Resource } from '../record/log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import { type BackendSettings, backendOf, OTLP_SETTINGS } from './backend.js'
import { createBackendHealth } from './backend-health.js'
import type { Batch } from './batch.js'
import { createBatchCutter } from './batch-cutter.js'
import { DeliveryLedger, type DeliveryStats, type LossReason } from './delivery-ledger.js'
import { createDispatcher } from './dispatcher.js'
import { createErrorRoom } from './error-room.js'
import { createIntake } from './intake.js'
import type { KeptMeta, KeptRecord } from './kept-record.js'
import { Lane } from './lane.js'
import { createLastResort } from './last-resort.js'
import { bodyText } from './otlp/body-text.js'
import { createEncoding } from './otlp/create-encoding.js'
import type { Stamps } from './otlp/encoding.js'
import { createOtlpHttp } from './otlp-http.js'
import { outcomeOf } from './outcome.js'
import { createProblemLog } from './problem-log.js'
import { createSettlement } from './settlement.js'
import { createSpooling, type SpoolOptions } from './spooling.js'

const GUARANTEED_LANE_BYTES = 16 * 1024 * 1024
const SAMPLED_LANE_BYTES = 8 * 1024 * 1024
const REPLAY_LANE_BYTES = 4 * 1024 * 1024
const REQUEST_TIMEOUT_MILLIS = 10_000
const CLOSE_TIMEOUT_MILLIS = 1_000
const JUST_NOW_MILLIS = 2_000

export interface DeliveryOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly encoding: 'protobuf' | 'json'
  readonly resource: Resource
  /** Takes secrets out of every record before it is bytes. */
  readonly redactor: Redactor
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly diag: Diag
  /** For messages. Default: any OTLP backend. */
  readonly settings?: BackendSettings
  /** A record was encoded; `bytes` is without stamps. */
  readonly onEncoded: (pattern: KeptMeta, estimatedBytes: number, bytes: number) => void
  /** A batch was cut; `overheadBytes` = its body beyond its records without stamps. */
  readonly onBatch?: (records: number, overheadBytes: number) => void
  /** A kept record was lost; it stood for `weight` records. */
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
  /** Repeat only what OTLP says may be repeated. Default: `false`. */
  readonly strictOtlp?: boolean
  readonly connection?: ConnectionOptions
  /** Of bodies, for backends that take it. Default: `gzip`. */
  readonly compression?: 'gzip' | 'none'
  /** Where errors are written before they count as accepted. Default: they wait in memory. */
  readonly spool?: SpoolOptions
  /** Stamps of a record that stands for collapsed errors. */
  readonly summaryStamps?: (signature: string, weight: number) => Stamps
  /** Where a last line about an error that is lost goes. */
  readonly writeLine?: (line: string) => void
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
 * Sends kept records to the backend, over two lanes bounded by bytes: nothing sampled ever displaces a guarantee. When the
 * sampled lane is full, its oldest records are dropped and counted. Nothing throws.
 */
export interface Delivery {
  /** Accepts a record. After the end an error goes to the spool, for the next start; all else is lost and counted. */
  accept(record: LogRecord, meta: KeptMeta): void
  /** Accepts a record that is parsed when its batch is cut. `bytes` = what it holds in memory until then. */
  acceptDeferred(bytes: number, meta: KeptMeta, parse: () => LogRecord): void
  /**
   * Sends all that waits. Resolves when all is delivered or lost, or at the deadline; at once if the backend has asked for a
   * pause beyond the deadline.
   */
  forceFlush(options: { timeoutMillis: number }): Promise<void>
  /** Flushes, counts what is left only in memory as lost, and closes the connections. */
  shutdown(options: { timeoutMillis: number }): Promise<void>
  /**
   * For a process that ends now: posts all that waits in memory by `post`, which is synchronous, closes, and reports what is lost.
   * Without `post` nothing is sent.
   */
  exit(post?: ExitPost): void
  stats(): DeliveryStats
}

/** Posts bodies without returning to the event loop. Returns for each the status of its response; 0 without one. */
export type ExitPost = (requests: readonly ExitRequest[]) => readonly number[]

export interface ExitRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Whether to compress the body, for a backend that may refuse that. */
  readonly gzip: boolean
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { url, headers, resource, clock, timers, random, limits = {} } = options
  const diag = createProblemLog(options.diag, clock.now)
  const backend = backendOf(url, options.settings ?? OTLP_SETTINGS)
  const { strictOtlp = false, connection = {}, compression = 'gzip' } = options
  const { onEncoded, onBatch = () => {}, summaryStamps = () => ({}), writeLine = () => {} } = options
  const encodingOf = (name: 'protobuf' | 'json') => createEncoding(name, options.redactor)
  const origin = { encoding: encodingOf(options.encoding), resource }
  const guaranteed = new Lane(limits.guaranteedBytes ?? GUARANTEED_LANE_BYTES)
  const sampled = new Lane(limits.sampledBytes ?? SAMPLED_LANE_BYTES)
  const replay = new Lane(REPLAY_LANE_BYTES)
  const lanes = [guaranteed, sampled, replay]
  const ledger = new DeliveryLedger(options.onUnrepresented)
  const cutter = createBatchCutter({ epochMillis: clock.now, ledger, onEncoded, onBatch })
  const timeoutMillis = limits.requestTimeoutMillis ?? REQUEST_TIMEOUT_MILLIS
  const http = createOtlpHttp({
    url,
    headers,
    compression,
    timeoutMillis,
    strictOtlp,
    connection,
    epochMillis: clock.now,
    backendName: backend.name,
    diag,
  })
  const { contentType } = origin.encoding
  const health = createBackendHealth({ backend, contentType, random, timers, monotonic: clock.monotonic, diag })
  const dispatcher = createDispatcher({
    guaranteed,
    sampled,
    replay,
    cutter,
    http,
    ledger,
    clock,
    timers,
    health,
    settle: createSettlement({ ledger, cutter, health, backend, diag }),
  })
  const spooling =
    options.spool &&
    createSpooling(options.spool, {
      origin,
      encodingName: options.encoding,
      runtime: { clock, timers, random, diag },
      guaranteed,
      replay,
      ledger,
      createEncoding: encodingOf,
      summaryStamps,
      onRead: dispatcher.wake,
    })
  let sequence = 0
  const nextSequence = () => sequence++
  const room = createErrorRoom({
    lane: guaranteed,
    origin,
    ledger,
    summaryStamps,
    nextSequence,
    clock,
    timers,
    diag,
  })
  const lastResort = createLastResort(clock.monotonic, (line) => writeLine(options.redactor.text(line)))
  const intake = createIntake({
    origin,
    encodingName: options.encoding,
    guaranteed,
    room,
    sampled,
    cutter,
    spool: spooling?.spool,
    ledger,
    lastResort,
    nextSequence,
    epochMillis: clock.now,
    diag,
  })
  dispatcher.onSettled(() => {
    room.drain()
    spooling?.resume()
  })
  let closed = false
  /** Left on disk for the next start. */
  let onDisk = 0
  let lostAtEnd = 0
  let closing: Promise<void> | undefined

  /** After the end. */
  function admitLate(meta: KeptMeta, parse: () => LogRecord): void {
    if (intake.acceptLate(meta, parse)) onDisk++
  }

  const oldest = () =>
    Math.min(guaranteed.oldest, sampled.oldest, dispatcher.oldest, spooling?.oldest ?? Number.POSITIVE_INFINITY)

  async function flush(timeoutMillis: number): Promise<void> {
    room.drain()
    const last = sequence - 1
    const deadline = clock.monotonic() + timeoutMillis
    const isOver = () => oldest() > last || dispatcher.toldUntil > deadline
    const hold = dispatcher.hold()
    let stopListening = () => {}
    const since = clock.monotonic()
    const settled = new Promise<void>((resolve) => {
      stopListening = dispatcher.onSettled(() => {
        if (isOver() || health.isHopeless(since)) resolve()
      })
    })
    if (!isOver()) await within(timeoutMillis, timers, settled)
    stopListening()
    hold.release()
    if (spooling !== undefined) await within(CLOSE_TIMEOUT_MILLIS, timers, spooling.sync())
  }

  async function close(timeoutMillis: number): Promise<void> {
    spooling?.drain()
    await flush(timeoutMillis)
    closed = true
    room.drain(true)
    room.close()
    for (const { records } of dispatcher.stop()) records.forEach(leave)
    for (const lane of lanes) for (let record = lane.shift(); record !== undefined; record = lane.shift()) leave(record)
    sayEnd()
    // A disk that hangs must not hold the app.
    await within(CLOSE_TIMEOUT_MILLIS, timers, Promise.all([http.close(), spooling?.close()]))
  }

  /** What is on disk waits for the next start. */
  function leave(record: KeptRecord): void {
    if (record.ticket !== undefined) {
      onDisk++
      return
    }
    lostAtEnd++
    ledger.lose('shutdown', record)
    if (record.meta.durable) lastResort.say(() => ({ body: bodyText(record, origin) }), 'delivered')
  }

  function sayEnd(): void {
    if (onDisk > 0) diag.once('left_in_spool', { count: onDisk })
    if (lostAtEnd === 0) return
    const hint = spooling === undefined ? 'a spoolDirectory / LIPSERVICE_SPOOL_DIR keeps errors for the next start' : ''
    diag.once('lost_at_end', { count: lostAtEnd, hint, cause: health.unsaidProblem })
  }

  function exit(post?: ExitPost): void {
    if (closed) return
    closed = true
    room.drain(true)
    room.close()
    spooling?.drain()
    const batches = dispatcher.stop().filter(({ lane }) => lane !== 'replay')
    const isPaused = dispatcher.toldUntil > clock.monotonic()
    for (const [name, lane] of [['guaranteed', guaranteed] as const, ['sampled', sampled] as const]) {
      while (lane.count > 0) {
        const batch = cutter.cut(lane, name, true)
        if (batch !== undefined) batches.push(batch)
      }
    }
    // A backend that asked for a pause would refuse it, and a flush that was given up has just shown that there is none.
    const inVain = isPaused || health.isHopeless(clock.monotonic() - JUST_NOW_MILLIS)
    if (batches.length > 0) postAll(batches, inVain ? undefined : post)
    spooling?.spool.removeNow()
    sayEnd()
  }

  function postAll(batches: readonly Batch[], post: ExitPost | undefined): void {
    const requests = batches.map(({ body, contentType, uncompressed }) => ({
      url,
      headers: { ...headers, 'content-type': contentType },
      body,
      gzip: http.compresses && !uncompressed,
    }))
    const answers = post?.(requests) ?? []
    batches.forEach(({ records }, i) => {
      const outcome = outcomeOf(answers[i] ?? 0, undefined, strictOtlp)
      if (outcome.kind === 'delivered') ledger.deliver(records)
      else records.forEach(leave)
      if (outcome.kind === 'denied' && answers[i]) health.failed(outcome, clock.monotonic(), true)
    })
    health.stop()
  }

  function pending(): number {
    const queued = lanes.reduce((sum, lane) => sum + lane.count, 0)
    return queued + dispatcher.batched + room.pending + (spooling?.pending ?? 0) + onDisk
  }

  return {
    accept(record, meta) {
      ledger.accepted++
      if (closed) return admitLate(meta, () => record)
      intake.accept(record, meta)
      dispatcher.wake()
    },
    acceptDeferred(bytes, meta, parse) {
      ledger.accepted++
      if (closed) return admitLate(meta, parse)
      intake.acceptDeferred(bytes, meta, parse)
      dispatcher.wake()
    },
    forceFlush: (deadline) => closing ?? flush(deadline.timeoutMillis),
    shutdown(deadline) {
      closing ??= close(deadline.timeoutMillis)
      return closing
    },
    exit,
    stats: () => ({
      ...ledger.stats(pending(), diag.last()),
      ...(spooling && { spool: spooling.spool.stats() }),
    }),
  }
}
