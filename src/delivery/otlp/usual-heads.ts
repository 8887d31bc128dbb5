import { severityWordOf } from '../../record/severity-words.js'
import { LOG_RECORDS, RECORD } from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'

/** Left for the length of a record: most are of 128 to 16,383 bytes. */
export const RECORD_LENGTH_BYTES = 2
/** Where the eight bytes of its time are in a head. */
export const TIME_AT = 1 + RECORD_LENGTH_BYTES + 1
/** Before the eight bytes of the time at which a record was observed. */
export const OBSERVED_TAG = (RECORD.observedTime << 3) | 1
export const EVENT_NAME_TAG = (RECORD.eventName << 3) | 2

const heads: Uint8Array[] = []

/** Returns what a record begins with, up to the tag of its body; its length and its time are to be filled in. @param severity 1–24 */
export function headOf(severity: number): Uint8Array {
  heads[severity] ??= encodedHead(severity)
  return heads[severity]
}

function encodedHead(severity: number): Uint8Array {
  const writer = new ProtobufWriter()
  writer.begin(LOG_RECORDS)
  writer.raw(new Uint8Array(RECORD_LENGTH_BYTES - 1))
  writer.fixed64(RECORD.time, 0n)
  writer.uint(RECORD.severityNumber, severity)
  writer.string(RECORD.severityText, severityWordOf(severity))
  writer.begin(RECORD.body)
  return writer.take().slice(0, -1)
}
