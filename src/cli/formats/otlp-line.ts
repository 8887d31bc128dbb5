import type { LogRecord } from '../../record/log-record.js'
import { firstText } from './fields-within.js'
import type { Take } from './found-record.js'
import { millisOf } from './times.js'
import { isSpanId, isTraceId } from './trace-ids.js'

/** A larger one is not said again with each record. */
const MAX_RESOURCE_CHARACTERS = 4_096

type Fields = Readonly<Record<string, unknown>>

/** Reads a request of OTLP/HTTP as JSON, or a line of the Collector's file exporter. Returns whether it held records. */
export function readOtlp(fields: Fields, line: string, take: Take): boolean {
  const textOf = textsOf(fields, line)
  for (const resourceLogs of listOf(fields['resourceLogs'])) {
    const resource = attributesOf((resourceLogs['resource'] as Fields | undefined)?.['attributes'])
    const service = firstText(resource, ['service.name'])
    for (const scopeLogs of listOf(resourceLogs['scopeLogs'])) {
      const scope = scopeOf(scopeLogs['scope'])
      for (const record of listOf(scopeLogs['logRecords'])) {
        const severityNumber = Number(record['severityNumber'] ?? 0)
        take({
          format: 'OTLP JSON',
          record: {
            body: heldBy(record['body']),
            ...(severityNumber > 0 && { severityNumber }),
            severityText: firstText(record, ['severityText']),
            eventName: firstText(record, ['eventName']),
            attributes: attributesOf(record['attributes']),
            instrumentationScope: scope,
            ...traceOf(record),
          },
          millis: millisOf(record['timeUnixNano']) ?? millisOf(record['observedTimeUnixNano']),
          service,
          text: textOf(resourceLogs, record),
        })
      }
    }
  }
  return true
}

/** Returns what gives each record a text of its own, which is a request again. */
function textsOf(fields: Fields, line: string): (resourceLogs: Fields, record: Fields) => string {
  const scopes = listOf(fields['resourceLogs']).flatMap((one) => listOf(one['scopeLogs']))
  if (scopes.reduce((sum, one) => sum + listOf(one['logRecords']).length, 0) <= 1) return () => line
  let [last, resource]: [Fields | undefined, string] = [undefined, '{}']
  return (resourceLogs, record) => {
    if (resourceLogs !== last) {
      const text = JSON.stringify(resourceLogs['resource'] ?? {})
      resource = text.length <= MAX_RESOURCE_CHARACTERS ? text : '{}'
      last = resourceLogs
    }
    return `{"resourceLogs":[{"resource":${resource},"scopeLogs":[{"logRecords":[${JSON.stringify(record)}]}]}]}`
  }
}

function scopeOf(value: unknown): LogRecord['instrumentationScope'] {
  const scope = (value ?? {}) as Fields
  const name = firstText(scope, ['name'])
  return name === undefined ? undefined : { name, version: firstText(scope, ['version']) }
}

/** Records of one trace share their fate: without it they would be decided otherwise than live. */
function traceOf({ traceId, spanId, flags }: Fields): Pick<LogRecord, 'spanContext'> {
  if (!isTraceId(traceId) || !isSpanId(spanId)) return {}
  const context = { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() }
  return { spanContext: typeof flags === 'number' ? { ...context, traceFlags: flags & 0xff } : context }
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter((one): one is Fields => typeof one === 'object' && one !== null) : []
}

function attributesOf(value: unknown): Record<string, unknown> {
  return Object.fromEntries(listOf(value).map(({ key, value }) => [String(key), heldBy(value)]))
}

/** Returns what an AnyValue holds. */
function heldBy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const [kind, held] = Object.entries(value)[0] ?? []
  switch (kind) {
    case 'intValue':
    case 'doubleValue':
      return Number(held)
    case 'arrayValue':
      return listOf((held as Fields)['values']).map(heldBy)
    case 'kvlistValue':
      return attributesOf((held as Fields)['values'])
    default:
      return held
  }
}
