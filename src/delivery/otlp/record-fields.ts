import { type HrTime, type LogRecord, severityNumberOf } from '../../log-record.js'
import { createSizeBudget, readSafely, type SafeValue, type SizeBudget, safeString, safeValue } from './safe-value.js'

const MAX_ATTRIBUTES = 128
const INFO = 9
const NANOS_PER_MILLI = 1_000_000n
const NANOS_PER_SECOND = 1_000_000_000n
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/i
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/i

export type Attribute = readonly [key: string, value: SafeValue]

/** A log record with every value checked and bounded: what both encodings write. */
export interface RecordFields {
  readonly timeUnixNano: bigint
  readonly observedTimeUnixNano: bigint
  readonly severityNumber: number
  readonly severityText: string
  readonly body: SafeValue | undefined
  readonly attributes: readonly Attribute[]
  /** Hex, or empty. */
  readonly traceId: string
  readonly spanId: string
  readonly flags: number
  readonly eventName: string
}

/** Reads a record. Never throws: what cannot be read is replaced or left out, the record stays. */
export function fieldsOf(
  record: LogRecord,
  replaced: Readonly<Record<string, unknown>>,
  nowMillis: number,
): RecordFields {
  const budget = createSizeBudget()
  const attributes = exceptionAttributes(record, budget)
  const observed = BigInt(Math.max(0, Math.trunc(nowMillis))) * NANOS_PER_MILLI
  const body = bodyOf(record, budget)
  copyAttributes(record.attributes, attributes, replaced, budget)
  const { traceId = '', spanId = '', traceFlags = 0 } = record.spanContext ?? {}
  const traced = TRACE_ID.test(traceId) && SPAN_ID.test(spanId)
  return {
    timeUnixNano: timeOf(record) ?? observed,
    observedTimeUnixNano: observed,
    severityNumber: severityNumberOf(record) || INFO,
    severityText: typeof record.severityText === 'string' ? safeString(record.severityText, budget) : '',
    body,
    attributes,
    traceId: traced ? traceId.toLowerCase() : '',
    spanId: traced ? spanId.toLowerCase() : '',
    flags: traced ? traceFlags & 0xff : 0,
    eventName: typeof record.eventName === 'string' ? safeString(record.eventName, budget) : '',
  }
}

function bodyOf({ body }: LogRecord, budget: SizeBudget): SafeValue | undefined {
  return isError(body) ? safeString(String(readSafely(() => body.message)), budget) : safeValue(body, budget)
}

function isError(value: unknown): value is Error {
  return readSafely(() => value instanceof Error) === true
}

function copyAttributes(
  given: Readonly<Record<string, unknown>> | undefined,
  attributes: Attribute[],
  replaced: Readonly<Record<string, unknown>>,
  budget: SizeBudget,
): void {
  const own = attributes.length
  try {
    for (const key in given) {
      if (attributes.length >= MAX_ATTRIBUTES) break
      if (Object.hasOwn(replaced, key)) continue
      const value = readAttribute(given, key, budget)
      if (value === undefined) continue
      const derived = attributes.findIndex(([name], i) => i < own && name === key)
      if (derived >= 0) attributes[derived] = [key, value]
      else attributes.push([safeString(key, budget), value])
    }
  } catch {
    attributes.push(['lipservice.unreadable', true])
  }
}

function readAttribute(
  given: Readonly<Record<string, unknown>>,
  key: string,
  budget: SizeBudget,
): SafeValue | undefined {
  return safeValue(
    readSafely(() => given[key]),
    budget,
  )
}

/** OpenTelemetry's exception attributes of an error that is attached to the record or is its body. */
function exceptionAttributes({ exception, body }: LogRecord, budget: SizeBudget): Attribute[] {
  const thrown = exception ?? (isError(body) ? body : undefined)
  if (thrown === undefined) return []
  const attributes: Attribute[] = []
  const add = (key: string, value: unknown) => {
    if (typeof value === 'string' && value !== '') attributes.push([key, safeString(value, budget)])
  }
  if (typeof thrown === 'object' && thrown !== null) {
    const field = (name: string) => readSafely(() => (thrown as Record<string, unknown>)[name])
    const code = field('code')
    add('exception.type', typeof code === 'string' ? code : field('name'))
    add('exception.message', field('message'))
    add('exception.stacktrace', field('stack'))
  } else
    add(
      'exception.message',
      readSafely(() => String(thrown)),
    )
  return attributes
}

function timeOf({ hrTime, timestamp }: LogRecord): bigint | undefined {
  const time = hrTime ?? timestamp
  if (Array.isArray(time)) return nanosOf(time as unknown as HrTime)
  const millis = time instanceof Date ? time.getTime() : time
  if (typeof millis !== 'number' || !(millis > 0) || millis > 8.64e15) return undefined
  const whole = Math.trunc(millis)
  return BigInt(whole) * NANOS_PER_MILLI + BigInt(Math.round((millis - whole) * 1e6))
}

function nanosOf([seconds, nanos]: HrTime): bigint | undefined {
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(nanos) || seconds <= 0 || seconds > 8.64e12)
    return undefined
  return BigInt(seconds) * NANOS_PER_SECOND + BigInt(nanos)
}
