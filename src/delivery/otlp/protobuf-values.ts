import { isList, type SafeValue } from '../../values/value-types.js'
import { ANY, KEY, RECORD, VALUE, VALUES } from './protobuf-fields.js'
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
      writer.string(ANY.string, value)
      break
    case 'boolean':
      writer.uint(ANY.bool, value ? 1 : 0)
      break
    case 'number':
      if (Number.isSafeInteger(value)) {
        if (value >= 0) writer.uint(ANY.int, value)
        else writer.int64(ANY.int, BigInt(value))
      } else writer.double(ANY.double, value)
      break
    case 'bigint':
      writer.int64(ANY.int, value)
      break
    default:
      writeCompound(writer, value)
  }
  writer.end(start)
}

/** An AnyValue without any value is null. */
function writeCompound(writer: ProtobufWriter, value: Exclude<SafeValue, string | number | bigint | boolean>): void {
  if (value === null) return
  if (value instanceof Uint8Array) writer.binary(ANY.bytes, value)
  else if (isList(value)) {
    const start = writer.begin(ANY.array)
    for (const element of value) writeAny(writer, VALUES, element)
    writer.end(start)
  } else {
    const start = writer.begin(ANY.kvlist)
    for (const [key, element] of value.entries) writeAttribute(writer, VALUES, key, element)
    writer.end(start)
  }
}

/** @param ids checked, in hex */
export function writeTrace(writer: ProtobufWriter, flags: number, traceId: string, spanId: string): void {
  if (flags !== 0) writer.fixed32(RECORD.flags, flags)
  writer.hex(RECORD.traceId, traceId)
  writer.hex(RECORD.spanId, spanId)
}
