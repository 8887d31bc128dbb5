import type { Redactor } from '../../redaction/redactor.js'
import { isList, type SafeValue } from '../../values/value-types.js'
import type { OtlpEncoding, Stamps } from './encoding.js'
import { ProtobufWriter } from './protobuf-writer.js'
import { fieldsOf, type RecordFields, resourceAttributes } from './record-fields.js'

// Field numbers of opentelemetry/proto/{logs,common,resource}/v1.
const KEY = 1
const VALUE = 2
const ANY = { string: 1, bool: 2, int: 3, double: 4, array: 5, kvlist: 6, bytes: 7 } as const
const VALUES = 1
const RECORD = {
  time: 1,
  severityNumber: 2,
  severityText: 3,
  body: 5,
  attributes: 6,
  droppedAttributes: 7,
  flags: 8,
  traceId: 9,
  spanId: 10,
} as const
const OBSERVED_TIME = 11
const EVENT_NAME = 12
const RESOURCE_LOGS = 1
const RESOURCE = 1
const RESOURCE_ATTRIBUTES = 1
const SCOPE_LOGS = 2
const SCOPE = 1
const SCOPE_NAME = 1
const SCOPE_VERSION = 2
const LOG_RECORDS = 2

/** Creates OTLP/protobuf. An encoded record is one `log_records` field of ScopeLogs. */
export function createProtobufEncoding(redactor: Redactor): OtlpEncoding {
  const writer = new ProtobufWriter()
  return {
    contentType: 'application/x-protobuf',
    encodeRecord(record, stamps, nowMillis) {
      // Read before written: a getter of the record may log, and so come back here.
      const fields = fieldsOf(record, stamps, nowMillis, redactor)
      writer.position = 0
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
      writer.position = 0
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
        for (const record of records) writer.raw(record)
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
  writer.fixed64(OBSERVED_TIME, fields.observedTimeUnixNano)
  if (fields.eventName !== '') writer.string(EVENT_NAME, fields.eventName)
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
