import type { DeliveryLedger } from '../delivery/delivery-ledger.js'
import type { ProblemLog } from '../delivery/problem-log.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecordExporter, SdkLogRecord } from '../record/sdk-types.js'

/** OpenTelemetry's batch processor waits half as long for an exporter. */
const ANSWER_MILLIS = 60_000

export interface CountingExporterParts {
  readonly exporter: LogRecordExporter
  readonly ledger: DeliveryLedger
  /** Returns the weight of a record that is exported for the first time; `undefined`: it is none of ours, or was seen before. */
  readonly takeWeight: (record: SdkLogRecord) => number | undefined
  readonly onDelivered: (weight: number) => void
  readonly timers: Timers
  readonly problems: ProblemLog
}

/**
 * Creates an exporter that counts a foreign one by its first answer: SUCCESS is delivered; FAILED, an exception, a rejected promise or no answer for a minute
 * is dropped for the reason `exporter`. What comes after the first answer changes nothing. To the batch processor it behaves well
 * whatever the exporter does: one answer for each export, no exception, and no rejected flush, after which the processor would stand still.
 */
export function createCountingExporter(parts: CountingExporterParts): Required<LogRecordExporter> & { close(): void } {
  const { exporter, ledger, takeWeight, onDelivered, timers, problems } = parts
  let closed = false

  function count(weights: readonly number[], succeeded: boolean, error: unknown): void {
    if (closed) return
    if (succeeded) {
      ledger.delivered += weights.length
      for (const weight of weights) onDelivered(weight)
      problems.resolved('exporter_failed')
      return
    }
    ledger.failedRequests++
    for (const weight of weights) ledger.loseWeight('exporter', weight)
    problems.once('exporter_failed', error === undefined ? {} : { cause: error })
  }

  return {
    export(records, done) {
      const weights = records.map(takeWeight).filter((weight) => weight !== undefined)
      ledger.requests++
      let isAnswered = false
      const answer = (succeeded: boolean, error?: unknown) => {
        if (isAnswered) return
        isAnswered = true
        deadline.cancel()
        count(weights, succeeded, error)
        const failure = error instanceof Error ? error : new Error('the exporter failed', { cause: error })
        try {
          done(succeeded ? { code: 0 } : { code: 1, error: failure })
        } catch {
          // The batch processor's own affair; it must not reach the exporter or the process.
        }
      }
      const deadline = timers.after(ANSWER_MILLIS, () => answer(false, new Error('it did not answer')))
      try {
        const returned: unknown = exporter.export(records, (result) => answer(result?.code === 0, result?.error))
        Promise.resolve(returned).catch((error: unknown) => answer(false, error))
      } catch (error) {
        answer(false, error)
      }
    },
    async forceFlush() {
      try {
        await exporter.forceFlush?.()
      } catch {
        // What it has not sent, its answers say.
      }
    },
    async shutdown() {
      try {
        await exporter.shutdown()
      } catch {
        // It ends anyway.
      }
    },
    /** No answer counts any more. */
    close() {
      closed = true
    },
  }
}
