import { isList, type SafeValue } from '../../values/value-types.js'
import {
  ANY_ARRAY,
  ANY_BOOL,
  ANY_BYTES,
  ANY_DOUBLE,
  ANY_INT,
  ANY_KVLIST,
  ANY_STRING,
  KEY,
  RECORD_FLAGS,
  RECORD_SPAN_ID,
  RECORD_TRACE_ID,
  VALUE,
  VALUES,
} from './protobuf-fields.js'
import type { ProtobufWriter } from './protobuf-writer.js'

export function writeAttribute(writer: ProtobufWriter, field: number, key: string, value: SafeValue): void {
  const start = writer.begin(field)
  writer.string(KEY, key)
  writeAny(writer, VALUE, value)
  writer.end(start)
}

export function writeAny(writer: ProtobufWriter, field: number, value: SafeValue): void {
  const start = writer.begin(field)
  switch (typeof value) {
    case 'string':
      writer.string(ANY_STRING, value)
      break
    case 'boolean':
      writer.uint(ANY_BOOL, value ? 1 : 0)
      break
    case 'number':
      if (Number.isSafeInteger(value)) {
        if (value >= 0) writer.uint(ANY_INT, value)
        else writer.int64(ANY_INT, BigInt(value))
      } else writer.double(ANY_DOUBLE, value)
      break
    case 'bigint':
      writer.int64(ANY_INT, value)
      break
    default:
      writeCompound(writer, value)
  }
  writer.end(start)
}

/** An AnyValue without any value is null. */
function writeCompound(writer: ProtobufWriter, value: Exclude<SafeValue, string | number | bigint | boolean>): void {
  if (value === null) return
  if (value instanceof Uint8Array) writer.binary(ANY_BYTES, value)
  else if (isList(value)) {
    const start = writer.begin(ANY_ARRAY)
    for (const element of value) writeAny(writer, VALUES, element)
    writer.end(start)
  } else {
    const start = writer.begin(ANY_KVLIST)
    for (const [key, element] of value.entries) writeAttribute(writer, VALUES, key, element)
    writer.end(start)
  }
}

/** The ids are checked before; both are hex. */
export function writeTrace(writer: ProtobufWriter, flags: number, traceId: string, spanId: string): void {
  if (flags !== 0) writer.fixed32(RECORD_FLAGS, flags)
  writer.hex(RECORD_TRACE_ID, traceId)
  writer.hex(RECORD_SPAN_ID, spanId)
}
