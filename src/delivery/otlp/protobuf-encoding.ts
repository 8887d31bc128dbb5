import type { Redactor } from '../../redaction/redactor.js'
import type { OtlpEncoding } from './encoding.js'
import {
  LOG_RECORDS,
  RECORD_ATTRIBUTES,
  RECORD_BODY,
  RECORD_DROPPED_ATTRIBUTES,
  RECORD_EVENT_NAME,
  RECORD_OBSERVED_TIME,
  RECORD_SEVERITY_NUMBER,
  RECORD_SEVERITY_TEXT,
  RECORD_TIME,
  RESOURCE,
  RESOURCE_ATTRIBUTES,
  RESOURCE_LOGS,
  SCOPE,
  SCOPE_LOGS,
  SCOPE_NAME,
  SCOPE_VERSION,
} from './protobuf-fields.js'
import { writeAny, writeAttribute, writeTrace } from './protobuf-values.js'
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
      const usual = share && encodeUsual(record, stamps, nowMillis, share)
      if (usual !== undefined) return usual
      // Read before written: a getter of the record may log, and so come back here.
      const fields = fieldsOf(record, stamps, nowMillis, redactor)
      writer.restart()
      const start = writer.begin(LOG_RECORDS)
      writeRecord(writer, fields)
      const beforeStamps = writer.position
      for (const key in stamps) writeAttribute(writer, RECORD_ATTRIBUTES, key, stamps[key]!)
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
  writer.fixed64(RECORD_TIME, fields.timeUnixNano)
  if (fields.severityNumber !== 0) writer.uint(RECORD_SEVERITY_NUMBER, fields.severityNumber)
  if (fields.severityText !== '') writer.string(RECORD_SEVERITY_TEXT, fields.severityText)
  if (fields.body !== undefined) writeAny(writer, RECORD_BODY, fields.body)
  if (fields.droppedAttributesCount !== 0) writer.uint(RECORD_DROPPED_ATTRIBUTES, fields.droppedAttributesCount)
  if (fields.traceId !== '') writeTrace(writer, fields.flags, fields.traceId, fields.spanId)
  writer.fixed64(RECORD_OBSERVED_TIME, fields.observedTimeUnixNano)
  if (fields.eventName !== '') writer.string(RECORD_EVENT_NAME, fields.eventName)
  for (const [key, value] of fields.attributes) writeAttribute(writer, RECORD_ATTRIBUTES, key, value)
}
