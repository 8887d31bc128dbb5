import type { InstrumentationScope, LogRecord, Resource } from '../record/log-record.js'
import type { OtlpEncoding, Stamps } from './otlp/encoding.js'
import type { PatternName } from './pattern-name.js'
import type { SpoolTicket } from './spool/segment.js'

/** What the records of one batch have in common. */
export interface Origin {
  readonly encoding: OtlpEncoding
  readonly resource: Resource
}

/** What delivery needs to know of a kept record beside the record itself. */
export interface KeptMeta extends PatternName {
  /** Guaranteed records have a lane of their own. */
  readonly guaranteed: boolean
  /** An error: written to the spool, if there is one, before it counts as accepted. */
  readonly durable: boolean
  /** How many records it stands for. */
  readonly weight: number
  readonly estimatedBytes: number
  readonly stamps: Stamps
}

/** A kept record on its way: encoded, or still to be encoded when its batch is cut. */
export interface KeptRecord {
  readonly meta: KeptMeta
  readonly origin: Origin
  /** Its place in the spool. */
  readonly ticket: SpoolTicket | undefined
  /** Order of acceptance, in this process; `Infinity`: no flush waits for it. */
  readonly sequence: number
  /** When it was accepted, or the last of those that it stands for. Epoch milliseconds. */
  readonly timeMillis: number
  /** Of a summary, when the first was accepted of those that it stands for. */
  readonly summarySince?: number
  /** Only where it matters, when many wait. */
  readonly isFatal?: boolean
  /** Memory it holds, in bytes. */
  readonly size: number
  readonly scope: InstrumentationScope
  readonly bytes: Uint8Array | undefined
  /** Of them, what stamps take. */
  readonly stampBytes: number
  readonly parse: (() => LogRecord) | undefined
}

/** Kept records that can be sent: each has its bytes. */
export interface EncodedKeptRecord extends KeptRecord {
  readonly bytes: Uint8Array
}
