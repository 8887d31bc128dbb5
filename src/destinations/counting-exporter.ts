import { DeliveryLedger, type DeliveryStats, type LossReason } from '../delivery/delivery-ledger.js'
import type { ProblemLog } from '../delivery/problem-log.js'
import type { LogRecordExporter } from '../record/sdk-types.js'
import { STAMP } from '../sampling/stamps.js'

/** A foreign exporter, counted. */
export interface CountingExporter {
  readonly exporter: LogRecordExporter
  /** A record was passed to the exporter. */
  accept(): void
  stats(): DeliveryStats
}

/** Counts what an exporter reports: SUCCESS is delivered, FAILED is dropped for the reason `exporter`. */
export function createCountingExporter(
  exporter: LogRecordExporter,
  onUnrepresented: (weight: number, reason: LossReason) => void,
  problems: ProblemLog,
): CountingExporter {
  const ledger = new DeliveryLedger(onUnrepresented)
  let failed = 0

  const counting: LogRecordExporter = {
    export(records, done) {
      ledger.requests++
      exporter.export(records, (result) => {
        if (result.code === 0) {
          ledger.delivered += records.length
          problems.resolved('exporter_failed')
        } else {
          failed += records.length
          ledger.failedRequests++
          problems.once('exporter_failed', { cause: result.error })
          for (const { attributes } of records) ledger.loseWeight('exporter', Number(attributes[STAMP.weight] ?? 1))
        }
        done(result)
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }

  return {
    exporter: counting,
    accept() {
      ledger.accepted++
    },
    stats: () => ledger.stats(ledger.accepted - ledger.delivered - failed, problems.last()),
  }
}
