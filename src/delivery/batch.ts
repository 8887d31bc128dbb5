import type { EncodedKeptRecord } from './kept-record.js'
import type { ScopedRecords } from './otlp/encoding.js'

/** The lane that a batch was cut from. Guaranteed ones go first; records of dead processes must not crowd out the others. */
export type BatchLane = 'guaranteed' | 'sampled' | 'replay'

/** Records that are sent together. It keeps its place and its bytes until its outcome is known. */
export interface Batch {
  readonly records: readonly EncodedKeptRecord[]
  readonly lane: BatchLane
  readonly contentType: string
  readonly body: Uint8Array
  /** Sent without compression, whatever the others are. */
  readonly uncompressed: boolean
}

/** Creates a batch of records of one origin. */
export function createBatch(records: readonly EncodedKeptRecord[], lane: BatchLane, uncompressed = false): Batch {
  const { encoding, resource } = records[0]!.origin
  const body = encoding.encodeBatch(resource, byScope(records))
  return { records, lane, contentType: encoding.contentType, body, uncompressed }
}

/** Returns two halves, in order: to find a record that the backend refuses, or to fit under a cap. */
export function halves(records: readonly EncodedKeptRecord[]): (readonly EncodedKeptRecord[])[] {
  const middle = records.length >> 1
  return [records.slice(0, middle), records.slice(middle)]
}

function byScope(records: readonly EncodedKeptRecord[]): ScopedRecords[] {
  const groups = new Map<string, { scope: EncodedKeptRecord['scope']; records: Uint8Array[] }>()
  for (const { scope, bytes } of records) {
    const key = `${scope.name}\0${scope.version ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { scope, records: [bytes] })
    else group.records.push(bytes)
  }
  return [...groups.values()]
}
