import { DeliveryLedger, type LossReason } from '../delivery/delivery-ledger.js'
import { createProblemLog } from '../delivery/problem-log.js'
import { within } from '../internal/deadline.js'
import type { Diag } from '../internal/diag.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecord } from '../record/log-record.js'
import type { LogRecordExporter, LogRecordProcessor, SdkLogRecord } from '../record/sdk-types.js'
import { isDurable, type KeepDecision } from '../sampling/decision.js'
import { createCountingExporter } from './counting-exporter.js'
import { type LogSdk, loadSdk } from './load-sdk.js'
import { createProviderEmitter, type ProviderEmitterOptions } from './provider-emitter.js'
import type { SdkResource } from './resource.js'
import type { Shipper } from './shipper.js'

/** Of the batch processor, which drops what comes beyond it and does not say so. */
const MAX_QUEUE = 16_384

export interface ExporterShipperOptions extends Omit<ProviderEmitterOptions, 'provider'> {
  readonly exporter: LogRecordExporter
  readonly resource: SdkResource
  readonly timers: Timers
  readonly diag: Diag
  readonly onUnrepresented: (weight: number, reason: LossReason) => void
}

/**
 * Creates a shipper to a foreign exporter behind OpenTelemetry's batch processor. Our guarantees end there; the accounts do not: at every
 * moment `accepted = delivered + pending + dropped`.
 */
export function createExporterShipper(options: ExporterShipperOptions): Shipper {
  const { exporter, resource, timers, onUnrepresented } = options
  const problems = createProblemLog(options.diag, options.epochMillis)
  /** Of all records that are neither delivered nor lost. */
  let unsettledWeight = 0
  const ledger = new DeliveryLedger((weight, reason) => {
    unsettledWeight -= weight
    onUnrepresented(weight, reason)
  })
  /** Of records that were handed over and not exported yet. */
  const weights = new WeakMap<SdkLogRecord, number>()
  let queued = 0
  /** The record that is being emitted: a function of the app that is called meanwhile may log, too. */
  let emitting: { readonly weight: number; reachedBatch: boolean } | undefined
  let closed = false

  const onDelivered = (weight: number) => {
    unsettledWeight -= weight
  }
  const counting = createCountingExporter({ exporter, ledger, timers, problems, takeWeight, onDelivered })
  const sdk = loadSdk()
  const batch = createBatchProcessor(sdk, counting)
  const provider = new sdk.LoggerProvider({ resource, processors: [{ ...endsOf(batch), onEmit }] })
  const emit = createProviderEmitter({ ...options, provider })

  function takeWeight(record: SdkLogRecord): number | undefined {
    const weight = weights.get(record)
    if (weights.delete(record)) queued--
    return weight
  }

  function onEmit(record: SdkLogRecord, context?: unknown): void {
    if (emitting === undefined || emitting.reachedBatch) return
    emitting.reachedBatch = true
    weights.set(record, emitting.weight)
    queued++
    batch.onEmit(record, context)
  }

  /** Passes a record to the batch processor. Returns why it is lost before that; `undefined`: the exporter's answer counts. */
  function handOver(parse: () => LogRecord, decision: KeepDecision): LossReason | undefined {
    if (closed) {
      if (isDurable(decision)) problems.once('logged_after_end')
      return 'shutdown'
    }
    if (queued >= MAX_QUEUE) return 'lane_full'
    let record: LogRecord
    try {
      record = parse()
    } catch {
      return 'encode_failed'
    }
    const outer = emitting
    const emitted = { weight: decision.weight, reachedBatch: false }
    emitting = emitted
    try {
      emit(record, decision)
    } catch (error) {
      problems.once('exporter_failed', { cause: error })
    }
    emitting = outer
    return emitted.reachedBatch ? undefined : 'exporter'
  }

  function ship(parse: () => LogRecord, decision: KeepDecision): void {
    ledger.accepted++
    unsettledWeight += decision.weight
    const lossReason = handOver(parse, decision)
    if (lossReason !== undefined) ledger.loseWeight(lossReason, decision.weight)
  }

  return {
    ship: (record, decision) => ship(() => record, decision),
    shipDeferred: (decision, _bytes, parse) => ship(parse, decision),
    async forceFlush({ timeoutMillis }) {
      await within(timeoutMillis, timers, batch.forceFlush())
    },
    async shutdown({ timeoutMillis }) {
      await within(timeoutMillis, timers, batch.shutdown())
      closed = true
      counting.close()
      ledger.loseCounted('shutdown', ledger.unsettled, unsettledWeight)
    },
    exit: () => {},
    stats: () => ledger.stats(ledger.unsettled, problems.last()),
  }
}

function endsOf(batch: LogRecordProcessor): Pick<LogRecordProcessor, 'forceFlush' | 'shutdown'> {
  return { forceFlush: () => batch.forceFlush(), shutdown: () => batch.shutdown() }
}

/** The constructor takes `(exporter, config)` before sdk-logs 0.220 and `({ exporter })` since: this argument is both. */
function createBatchProcessor(
  { BatchLogRecordProcessor }: LogSdk,
  exporter: Required<LogRecordExporter>,
): LogRecordProcessor {
  return new BatchLogRecordProcessor({ ...exporter, exporter, maxQueueSize: MAX_QUEUE })
}
