import type { Redactor } from '../../redaction/redactor.js'
import { isList, type SafeValue } from '../../values/value-types.js'
import type { OtlpEncoding, Stamps } from './encoding.js'
import {
  ANY,
  KEY,
  LOG_RECORDS,
  RECORD,
  RESOURCE,
  RESOURCE_ATTRIBUTES,
  RESOURCE_LOGS,
  SCOPE,
  SCOPE_LOGS,
  SCOPE_NAME,
  SCOPE_VERSION,
  VALUE,
  VALUES,
} from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'
import { fieldsOf, type RecordFields, resourceAttributes } from './record-fields.js'
import { createUsualEncoder } from './usual-record.js'

/** Creates OTLP/protobuf. An encoded record is one `log_records` field of ScopeLogs. */
export function createProtobufEncoding(redactor: Redactor): OtlpEncoding {
  const writer = new ProtobufWriter()
  const encodeUsual = createUsualEncoder(redactor)
  return {
    contentType: 'application/x-protobuf',
    encodeRecord(record, stamps, nowMillis, share) {
      const usual = encodeUsual(record, stamps, nowMillis, share)
      if (usual !== undefined) return usual
      // Read before written: a getter of the record may log, and so come back here.
      const fields = fieldsOf(record, stamps, nowMillis, redactor)
      writer.restart()
      const start = writer.begin(LOG_RECORDS)
      writeRecord(writer, fields)
      const beforeStamps = writer.position
      writeStamps(writer, stamps)
      const stampBytes = writer.position - beforeStamps
      writer.end(start)
      return { bytes: writer.take(), stampBytes }
    },
    encodeBatch(resource, groups) {
      const attributes = resourceAttributes(resource)
      writer.restart()
      const resourceLogs = writer.begin(RESOURCE_LOGS)
      const resourceField = writer.begin(RESOURCE)
      for (const [key, value] of attributes) writeAttribute(writer, RESOURCE_ATTRIBUTES, key, value)
      writer.end(resourceField)
      for (const { scope, records } of groups) {
        const scopeLogs = writer.begin(SCOPE_LOGS)
        const scopeField = writer.begin(SCOPE)
        writer.string(SCOPE_NAME, scope.name)
        if (scope.version) writer.string(SCOPE_VERSION, scope.version)
        writer.end(scopeField)
        writer.rawInTurn(records)
        writer.end(scopeLogs)
      }
      writer.end(resourceLogs)
      return writer.take()
    },
  }
}

function writeRecord(writer: ProtobufWriter, fields: RecordFields): void {
  writer.fixed64(RECORD.time, fields.timeUnixNano)
  if (fields.severityNumber !== 0) writer.uint(RECORD.severityNumber, fields.severityNumber)
  if (fields.severityText !== '') writer.string(RECORD.severityText, fields.severityText)
  if (fields.body !== undefined) writeAny(writer, RECORD.body, fields.body)
  if (fields.droppedAttributesCount !== 0) writer.uint(RECORD.droppedAttributes, fields.droppedAttributesCount)
  if (fields.traceId !== '') {
    if (fields.flags !== 0) writer.fixed32(RECORD.flags, fields.flags)
    writer.hex(RECORD.traceId, fields.traceId)
    writer.hex(RECORD.spanId, fields.spanId)
  }
  writer.fixed64(RECORD.observedTime, fields.observedTimeUnixNano)
  if (fields.eventName !== '') writer.string(RECORD.eventName, fields.eventName)
  for (const [key, value] of fields.attributes) writeAttribute(writer, RECORD.attributes, key, value)
}

function writeStamps(writer: ProtobufWriter, stamps: Stamps): void {
  for (const key in stamps) writeAttribute(writer, RECORD.attributes, key, stamps[key]!)
}

function writeAttribute(writer: ProtobufWriter, field: number, key: string, value: SafeValue): void {
  const start = writer.begin(field)
  writer.string(KEY, key)
  writeAny(writer, VALUE, value)
  writer.end(start)
}

function writeAny(writer: ProtobufWriter, field: number, value: SafeValue): void {
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
  if (value instanceof Uint8Array) writer.bytes(ANY.bytes, value)
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
