import type { OtlpEncoding } from '../../delivery/otlp/encoding.js'

/** As delivery cuts them: by time, or when one is full. */
const BATCH_MILLIS = 1_000
const BATCH_RECORDS = 512
/** Around each record in a batch. */
const FRAME_BYTES = 3

/** What is billed beyond records: stamps, and what each batch says of its process. */
export interface Batches {
  /** A record was kept. @param millis epoch milliseconds */
  add(stampBytes: number, millis: number): void
  /** Cuts the one that is under way. */
  end(): void
  /** Bytes of all batches beyond their records without stamps. */
  readonly overheadBytes: number
}

/** @param cut called for each batch, with the bytes that it takes beyond its records without stamps */
export function createBatches(
  encoding: OtlpEncoding,
  serviceName: string,
  cut: (records: number, overheadBytes: number) => void,
): Batches {
  const resource = { attributes: { 'service.name': serviceName, 'telemetry.sdk.language': 'nodejs' } }
  const head = encoding.encodeBatch(resource, [{ scope: { name: 'lipservice' }, records: [] }]).length
  let [records, overhead, total, began] = [0, 0, 0, 0]
  function end(): void {
    if (records === 0) return
    cut(records, overhead + head)
    total += overhead + head
    records = 0
    overhead = 0
  }
  return {
    add(stampBytes, millis) {
      if (records > 0 && millis - began >= BATCH_MILLIS) end()
      if (records === 0) began = millis
      records++
      overhead += stampBytes + FRAME_BYTES
      if (records >= BATCH_RECORDS) end()
    },
    end,
    get overheadBytes() {
      return total
    },
  }
}
