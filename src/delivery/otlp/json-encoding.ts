import { TextDecoder, TextEncoder } from 'node:util'
import type { Redactor } from '../../redaction/redactor.js'
import { isList, type SafeValue } from '../../values/value-types.js'
import type { OtlpEncoding, Stamps } from './encoding.js'
import { fieldsOf, type RecordFields, resourceAttributes } from './record-fields.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Creates OTLP/JSON: ids in hex, 64-bit integers as strings, every string well-formed. An encoded record is its JSON text. */
export function createJsonEncoding(redactor: Redactor): OtlpEncoding {
  return {
    contentType: 'application/json',
    encodeRecord(record, stamps, nowMillis) {
      const fields = fieldsOf(record, stamps, nowMillis, redactor)
      const attributes = fields.attributes.map(attribute)
      const stampAttributes = Object.entries(stamps).map(attribute)
      const withStamps = JSON.stringify(recordOf(fields, [...attributes, ...stampAttributes]))
      const bytes = encoder.encode(withStamps)
      return { bytes, stampBytes: stampBytesOf(stamps, attributes.length > 0) }
    },
    encodeBatch(resource, groups) {
      const scopeLogs = groups.map(({ scope, records }) => {
        const { name, version } = scope
        const head = JSON.stringify({
          name: name.toWellFormed(),
          ...(version ? { version: version.toWellFormed() } : {}),
        })
        return `{"scope":${head},"logRecords":[${records.map((bytes) => decoder.decode(bytes)).join(',')}]}`
      })
      const head = JSON.stringify({ attributes: resourceAttributes(resource).map(attribute) })
      return encoder.encode(`{"resourceLogs":[{"resource":${head},"scopeLogs":[${scopeLogs.join(',')}]}]}`)
    },
  }
}

/** Returns how many bytes a record takes as OTLP/JSON. */
export function jsonBytesOf(fields: RecordFields): number {
  return Buffer.byteLength(JSON.stringify(recordOf(fields, fields.attributes.map(attribute))))
}

function stampBytesOf(stamps: Stamps, hasOthers: boolean): number {
  const entries = Object.entries(stamps)
  if (entries.length === 0) return 0
  const list = encoder.encode(JSON.stringify(entries.map(attribute))).length - 2
  return hasOthers ? list + 1 : list + '"attributes":[],'.length
}

function recordOf(fields: RecordFields, attributes: readonly object[]): object {
  return {
    timeUnixNano: String(fields.timeUnixNano),
    observedTimeUnixNano: String(fields.observedTimeUnixNano),
    ...(fields.severityNumber !== 0 && { severityNumber: fields.severityNumber }),
    ...(fields.severityText !== '' && { severityText: fields.severityText.toWellFormed() }),
    ...(fields.body !== undefined && { body: anyValue(fields.body) }),
    ...(attributes.length > 0 && { attributes }),
    ...(fields.droppedAttributesCount !== 0 && { droppedAttributesCount: fields.droppedAttributesCount }),
    ...(fields.traceId !== '' && { traceId: fields.traceId, spanId: fields.spanId, flags: fields.flags }),
    ...(fields.eventName !== '' && { eventName: fields.eventName.toWellFormed() }),
  }
}

/** An empty AnyValue is null. */
function attribute([key, value]: readonly [string, SafeValue]): object {
  return { key: key.toWellFormed(), value: value === null ? {} : anyValue(value) }
}

/** PostHog refuses a whole request of OTLP/JSON for an empty AnyValue within another one. */
const NULL_WITHIN = { stringValue: 'null' }

function nested([key, value]: readonly [string, SafeValue]): object {
  return { key: key.toWellFormed(), value: anyValue(value) }
}

function anyValue(value: SafeValue): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value.toWellFormed() }
    case 'boolean':
      return { boolValue: value }
    case 'bigint':
      return { intValue: String(value) }
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
    default:
      if (value === null) return NULL_WITHIN
      if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
      if (isList(value)) return { arrayValue: { values: value.map(anyValue) } }
      return { kvlistValue: { values: value.entries.map(nested) } }
  }
}
