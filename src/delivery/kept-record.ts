import type { InstrumentationScope, LogRecord } from '../log-record.js'
import type { Stamps } from './otlp/encoding.js'

/** What delivery is told of a kept record beside the record. */
export interface KeptMeta {
  /** Guaranteed records have a lane of their own. */
  readonly guaranteed: boolean
  /** How many records it stands for. */
  readonly weight: number
  /** Its pattern, for the calibration of sizes. */
  readonly signature: string
  readonly estimatedBytes: number
  readonly stamps: Stamps
}

/** A kept record on its way: encoded, or still to be encoded when its batch is cut. */
export interface KeptRecord {
  readonly meta: KeptMeta
  /** Order of acceptance, in this process. */
  readonly sequence: number
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
