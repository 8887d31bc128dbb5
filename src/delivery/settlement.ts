import type { Diag } from '../internal/diag.js'
import type { Backend } from './backend.js'
import type { BackendHealth } from './backend-health.js'
import { type Batch, createBatch, halves } from './batch.js'
import type { BatchCutter } from './batch-cutter.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { EncodedKeptRecord } from './kept-record.js'
import { cutRecord } from './otlp/cut-record.js'
import type { Outcome } from './outcome.js'

export interface SettlementParts {
  readonly ledger: DeliveryLedger
  readonly cutter: BatchCutter
  readonly health: BackendHealth
  readonly backend: Backend
  readonly diag: Diag
}

/**
 * Settles a batch by its outcome: counts what is delivered or lost. Returns what is to be sent next in its place. `now` is
 * monotonic milliseconds.
 */
export type Settle = (batch: Batch, outcome: Outcome, now: number, flushing: boolean) => readonly Batch[]

export function createSettlement({ ledger, cutter, health, backend, diag }: SettlementParts): Settle {
  function refuse(records: readonly EncodedKeptRecord[], reason: 'rejected' | 'too_large', cause: string): void {
    for (const record of records) ledger.lose(reason, record)
    diag.once('record_refused', { backend: backend.name, cause })
  }

  function deliver({ records, body }: Batch, rejected: number, message: string): void {
    // Which of them it did not take, a backend does not say: the last ones are counted.
    const taken = records.length - Math.min(rejected, records.length)
    ledger.deliver(records.slice(0, taken))
    if (taken < records.length) refuse(records.slice(taken), 'rejected', message || `${rejected} of ${records.length}`)
    ledger.bytesSent += body.length
  }

  function divide({ records, lane }: Batch, uncompressed: boolean): readonly Batch[] {
    return halves(records).map((half) => createBatch(half, lane, uncompressed))
  }

  function cut(record: EncodedKeptRecord, { lane, uncompressed }: Batch): readonly Batch[] {
    const bytes = cutRecord(record.bytes, record.origin.encoding)
    if (bytes !== undefined) return [createBatch([{ ...record, bytes }], lane, uncompressed)]
    refuse([record], 'too_large', 'too large')
    return []
  }

  return (batch, outcome, now, flushing) => {
    const [first] = batch.records
    const isOne = batch.records.length === 1
    switch (outcome.kind) {
      case 'delivered':
        health.recovered()
        deliver(batch, outcome.rejectedRecords, outcome.message)
        return []
      case 'rejected':
        health.recovered()
        // One that was refused without compression needs no second look at its halves.
        if (!isOne) return divide(batch, outcome.uncompressed ?? false)
        refuse([first!], 'rejected', outcome.problem)
        return []
      case 'too_large':
        health.recovered()
        if (isOne) return cut(first!, batch)
        cutter.shrink(batch.body.length)
        return divide(batch, batch.uncompressed)
      case 'given_up':
        health.recovered()
        refuse(batch.records, 'rejected', outcome.problem)
        return []
      case 'denied':
      case 'retry':
        ledger.failedRequests++
        health.failed(outcome, now, flushing)
        return [batch]
    }
  }
}
