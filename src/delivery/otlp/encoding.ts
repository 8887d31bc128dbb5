import type { InstrumentationScope, LogRecord, Resource } from '../../record/log-record.js'

/** Attributes appended last; they replace attributes of the same name. */
export type Stamps = Readonly<Record<string, string | number>>

/** The lane of a record: its records are let go of about in the order in which they are encoded. */
export type Share = 'sampled' | 'guaranteed'

export interface EncodedRecord {
  /** One record, ready to be put into a batch. */
  readonly bytes: Uint8Array
  /** How many of them the stamps take. */
  readonly stampBytes: number
}

export interface ScopedRecords {
  readonly scope: InstrumentationScope
  readonly records: readonly Uint8Array[]
}

/** An OTLP encoding: each record is encoded once; a batch is a header and concatenation. */
export interface OtlpEncoding {
  readonly contentType: string
  /**
   * Encodes a record. `epochMillis` is its observed time. `share`: its bytes may share memory with those of other records of the same lane.
   * Never throws, whatever the record holds.
   */
  encodeRecord(record: LogRecord, stamps: Stamps, epochMillis: number, share?: Share): EncodedRecord
  /** Returns the body of one ExportLogsServiceRequest. */
  encodeBatch(resource: Resource, groups: readonly ScopedRecords[]): Uint8Array
}
