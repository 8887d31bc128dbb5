import { severityWordOf } from '../../record/severity-words.js'
import {
  LOG_RECORDS,
  RECORD_BODY,
  RECORD_SEVERITY_NUMBER,
  RECORD_SEVERITY_TEXT,
  RECORD_TIME,
} from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'

/** Left for the length of a record: most are of 128 to 16,383 bytes. */
export const LENGTH_BYTES = 2

const heads: Uint8Array[] = []

/** Returns what a record begins with, up to its body; its length and its time, eight bytes from the fifth, are to be filled in. @param severity 1–24 */
export function headOf(severity: number): Uint8Array {
  heads[severity] ??= encodedHead(severity)
  return heads[severity]
}

function encodedHead(severity: number): Uint8Array {
  const writer = new ProtobufWriter()
  writer.begin(LOG_RECORDS, LENGTH_BYTES)
  writer.fixed64(RECORD_TIME, 0n)
  writer.uint(RECORD_SEVERITY_NUMBER, severity)
  writer.string(RECORD_SEVERITY_TEXT, severityWordOf(severity))
  writer.tag(RECORD_BODY)
  return writer.take()
}
