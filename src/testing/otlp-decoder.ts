import { TextDecoder } from 'node:util'
import protobuf from 'protobufjs/light.js'
import { checkJson } from './otlp-json-check.js'
import { exportLogsServiceRequest } from './otlp-schema.js'

/** Refuses what is not UTF-8; keeps a byte order mark, so that re-encoding gives the same length. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** PostHog refuses times beyond a signed 64-bit number. */
const MAX_NANOS = 2n ** 63n

/** One log record as a backend would store it. */
export interface ReceivedRecord {
  /** Epoch milliseconds, with fractions. */
  readonly time: number
  /** 1–24; 0: the record says none, and PostHog reads the level of a JSON body. */
  readonly severityNumber: number
  /** As sent; empty if there is none. */
  readonly severityText: string
  /** Plain value: string, number, bigint beyond 2^53, boolean, bytes, array, object, `null`; `undefined` if there is none. */
  readonly body: unknown
  /** As sent; empty if there is none. */
  readonly eventName: string
  /** Plain values by name, stamps (`lipservice.weight`, …) among them. */
  readonly attributes: Readonly<Record<string, unknown>>
  /** Attributes that the sender had no room for. */
  readonly droppedAttributesCount: number
  /** Attributes of the resource. */
  readonly resource: Readonly<Record<string, unknown>>
  /** Who logged. */
  readonly scope: { readonly name: string; readonly version: string }
  /** 32 hex digits, or empty. */
  readonly traceId: string
  /** 16 hex digits, or empty. */
  readonly spanId: string
}

interface AnyValue {
  value?: string
  stringValue?: string
  boolValue?: boolean
  intValue?: string | number
  doubleValue?: number | string
  bytesValue?: Uint8Array | string
  arrayValue?: { values?: AnyValue[] }
  kvlistValue?: { values?: KeyValue[] }
}
interface KeyValue {
  key: string
  value?: AnyValue
}
interface Request {
  resourceLogs?: {
    resource?: { attributes?: KeyValue[] }
    scopeLogs?: { scope?: { name?: string; version?: string }; logRecords?: Record<string, unknown>[] }[]
  }[]
}

/** @throws Error saying what is wrong: truncation, unknown fields, bad ids, values that are no OTLP */
export function decodeProtobuf(body: Uint8Array): ReceivedRecord[] {
  const reader = protobuf.Reader.create(body)
  reader.string = () => utf8.decode(reader.bytes())
  const message = exportLogsServiceRequest.decode(reader)
  // Unknown fields are skipped by a decoder; encoding again shows them as missing bytes.
  const encoded = exportLogsServiceRequest.encode(message).finish()
  if (encoded.length !== body.length) throw new Error(`unknown fields: ${body.length - encoded.length} bytes`)
  return flatten(exportLogsServiceRequest.toObject(message, { longs: String, defaults: false }) as Request, hexOfBytes)
}

/** @throws Error saying what is wrong */
export function decodeJson(body: Uint8Array): ReceivedRecord[] {
  const request: unknown = JSON.parse(utf8.decode(body))
  checkJson(request)
  return flatten(request as Request, (id) => String(id ?? ''))
}

function flatten(request: Request, hexOf: (id: unknown) => string): ReceivedRecord[] {
  const records: ReceivedRecord[] = []
  for (const { resource, scopeLogs = [] } of request.resourceLogs ?? []) {
    const resourceAttributes = objectOf(resource?.attributes)
    for (const { scope, logRecords = [] } of scopeLogs) {
      for (const record of logRecords) {
        const traceId = checkedId(hexOf(record['traceId']), 32)
        const spanId = checkedId(hexOf(record['spanId']), 16)
        const severityNumber = Number(record['severityNumber'] ?? 0)
        if (severityNumber < 0 || severityNumber > 24) throw new Error(`severityNumber ${severityNumber}`)
        const nanos = BigInt(String(record['timeUnixNano'] ?? 0))
        if (nanos < 0n || nanos >= MAX_NANOS) throw new Error(`timeUnixNano ${nanos}`)
        records.push({
          time: Number(nanos / 1000n) / 1000,
          severityNumber,
          severityText: String(record['severityText'] ?? ''),
          body: plain(record['body'] as AnyValue | undefined),
          eventName: String(record['eventName'] ?? ''),
          attributes: objectOf(record['attributes'] as KeyValue[] | undefined),
          droppedAttributesCount: Number(record['droppedAttributesCount'] ?? 0),
          resource: resourceAttributes,
          scope: { name: scope?.name ?? '', version: scope?.version ?? '' },
          traceId,
          spanId,
        })
      }
    }
  }
  return records
}

function objectOf(attributes: readonly KeyValue[] = []): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null)
  for (const { key, value } of attributes) object[key] = plain(value)
  return object
}

function plain(value: AnyValue | undefined): unknown {
  if (value === undefined) return undefined
  if (value.stringValue !== undefined) return value.stringValue
  if (value.boolValue !== undefined) return value.boolValue
  if (value.doubleValue !== undefined) return Number(value.doubleValue)
  if (value.bytesValue !== undefined) return Buffer.from(value.bytesValue as string, 'base64')
  if (value.intValue !== undefined) {
    const int = BigInt(value.intValue)
    return BigInt.asIntN(54, int) === int ? Number(int) : int
  }
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plain)
  return value.kvlistValue === undefined ? null : objectOf(value.kvlistValue.values)
}

function hexOfBytes(id: unknown): string {
  return id === undefined ? '' : Buffer.from(id as Uint8Array).toString('hex')
}

function checkedId(hex: string, length: number): string {
  if (hex !== '' && (hex.length !== length || !/^[0-9a-f]+$/i.test(hex))) throw new Error(`bad id ${hex}`)
  return hex
}
