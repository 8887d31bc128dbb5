import type { LogRecord } from '../record/log-record.js'
import { type Batch, type BatchLane, createBatch } from './batch.js'
import type { DeliveryLedger } from './delivery-ledger.js'
import type { EncodedKeptRecord, KeptMeta, KeptRecord, Origin } from './kept-record.js'
import type { Lane } from './lane.js'
import type { EncodedRecord } from './otlp/encoding.js'
import { scopeOf } from './otlp/record-fields.js'

const MAX_BATCH_RECORDS = 512
const DEFAULT_MAX_BATCH_BYTES = 1024 * 1024
const MIN_MAX_BATCH_BYTES = 64 * 1024

export interface BatchCutterOptions {
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
  readonly ledger: DeliveryLedger
  /** A record was encoded; `bytes` is without stamps. */
  readonly onEncoded: (pattern: KeptMeta, estimatedBytes: number, bytes: number) => void
  /** A batch was cut; `overheadBytes` = its body beyond its records without stamps. */
  readonly onBatch: (records: number, overheadBytes: number) => void
}

/** Encodes kept records and cuts batches of at most 1 MiB before compression, and of 512 records unless a flush is waiting. */
export interface BatchCutter {
  /** `timeMillis`: the observed time of the record. */
  encode(record: LogRecord, meta: KeptMeta, origin: Origin, timeMillis: number): EncodedRecord
  /** Returns whether a lane holds a full batch. */
  isFull(lane: Lane): boolean
  /** Returns the next batch of a lane. `byBytesOnly`: as many records as fit under the byte cap, for few requests. */
  cut(lane: Lane, name: BatchLane, byBytesOnly: boolean): Batch | undefined
  /** Lowers the cap: the backend refused a body of this size. */
  shrink(bodyBytes: number): void
}

export function createBatchCutter({ epochMillis, ledger, onEncoded, onBatch }: BatchCutterOptions): BatchCutter {
  let maxBytes = DEFAULT_MAX_BATCH_BYTES

  function encode(record: LogRecord, meta: KeptMeta, { encoding }: Origin, timeMillis: number): EncodedRecord {
    const encoded = encoding.encodeRecord(record, meta.stamps, timeMillis, meta.guaranteed ? 'guaranteed' : 'sampled')
    onEncoded(meta, meta.estimatedBytes, encoded.bytes.length - encoded.stampBytes)
    return encoded
  }

  /** Encodes a record that waited unparsed. Returns `undefined` if it cannot be encoded. */
  function encoded(record: KeptRecord): EncodedKeptRecord | undefined {
    if (record.bytes !== undefined) return record as EncodedKeptRecord
    try {
      const parsed = record.parse!()
      return {
        ...record,
        scope: scopeOf(parsed, record.scope),
        ...encode(parsed, record.meta, record.origin, epochMillis()),
      }
    } catch {
      ledger.lose('encode_failed', record)
      return undefined
    }
  }

  return {
    encode,
    isFull: (lane) => lane.count >= MAX_BATCH_RECORDS || lane.bytes >= maxBytes,
    cut(lane, name, byBytesOnly) {
      const maxRecords = byBytesOnly ? Number.POSITIVE_INFINITY : MAX_BATCH_RECORDS
      const records: EncodedKeptRecord[] = []
      let bytes = 0
      while (records.length < maxRecords && bytes < maxBytes) {
        const next = lane.peek()
        if (next === undefined || (records.length > 0 && bytes + next.size > maxBytes)) break
        if (records.length > 0 && next.origin !== records[0]!.origin) break
        lane.shift()
        const record = encoded(next)
        if (record === undefined) continue
        records.push(record)
        bytes += record.bytes.length
      }
      if (records.length === 0) return undefined
      const batch = createBatch(records, name)
      const content = records.reduce((sum, record) => sum + record.bytes.length - record.stampBytes, 0)
      onBatch(records.length, batch.body.length - content)
      return batch
    },
    shrink(bodyBytes) {
      maxBytes = Math.max(MIN_MAX_BATCH_BYTES, Math.min(maxBytes, bodyBytes >> 1))
    },
  }
}
