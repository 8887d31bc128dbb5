import type { HrTime, InstrumentationScope, LogRecord, Resource } from '../../record/log-record.js'
import { SEVERITY_NUMBER, severityNumberOf } from '../../record/severity.js'
import type { Redactor } from '../../redaction/redactor.js'
import {
  createSizeBudget,
  readSafely,
  type SafeValue,
  type SizeBudget,
  safeString,
  safeValue,
} from '../../values/safe-value.js'

const MAX_ATTRIBUTES = 128
const NANOS_PER_MILLI = 1_000_000n
const NANOS_PER_SECOND = 1_000_000_000n
/** PostHog refuses a whole batch for one time beyond it. */
const MAX_NANOS = (1n << 63n) - 1n
const MAX_TIME_SHIFT_NANOS = 24n * 3_600n * NANOS_PER_SECOND
const MAX_SCOPE_CHARACTERS = 256
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

/** Reads a record, without its secrets. Never throws: what cannot be read is replaced or left out, the record stays. */
export function fieldsOf(
  record: LogRecord,
  replaced: Readonly<Record<string, unknown>>,
  epochMillis: number,
  redactor: Redactor,
): RecordFields {
  const budget = createSizeBudget()
  const observed = BigInt(Math.max(0, Math.trunc(epochMillis))) * NANOS_PER_MILLI
  // Names before contents: a long body must not take their room.
  const eventName = textFrom(() => record.eventName, budget)
  const severityText = textFrom(() => record.severityText, budget)
  const given = readSafely(() => record.body)
  const attributes = exceptionAttributes(
    readSafely(() => record.exception),
    given,
    budget,
  )
  const body = bodyOf(given, budget)
  copyAttributes(record, attributes, replaced, budget)
  const time = acceptable(orElse(() => timeOf(record), undefined) ?? observed, observed)
  if (time.original !== undefined) attributes.push(['lipservice.original_timestamp', time.original])
  return {
    timeUnixNano: time.nanos,
    observedTimeUnixNano: observed,
    severityNumber: orElse(() => severityNumberOf(record), 0) || SEVERITY_NUMBER.info,
    severityText: redactor.text(severityText),
    ...redactor.parts({ body, attributes }),
    ...orElse(() => traceOf(record), UNTRACED),
    eventName: redactor.text(eventName),
  }
}

/** The attributes of a resource, checked and bounded. Never throws. */
export function resourceAttributes(resource: Resource): readonly Attribute[] {
  const attributes: Attribute[] = []
  copyAttributes(resource, attributes, {}, createSizeBudget())
  return attributes
}

/** Who logged, as text whatever was given: a version may come as a number. Never throws. */
export function scopeOf(record: LogRecord, unnamed: InstrumentationScope): InstrumentationScope {
  const given = orElse(() => record.instrumentationScope, undefined)
  if (given === undefined || given === null) return unnamed
  const name = scopeText(() => given.name) || unnamed.name
  const version = scopeText(() => given.version)
  return version === '' ? { name } : { name, version }
}

function scopeText(read: () => unknown): string {
  const value = readSafely(read)
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MAX_SCOPE_CHARACTERS) : ''
}

function textFrom(read: () => unknown, budget: SizeBudget): string {
  const text = readSafely(read)
  return typeof text === 'string' && text !== '' ? safeString(text, budget) : ''
}

const UNTRACED = { traceId: '', spanId: '', flags: 0 }

function traceOf({ spanContext }: LogRecord): typeof UNTRACED {
  const { traceId, spanId, traceFlags } = spanContext ?? {}
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return UNTRACED
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return UNTRACED
  const flags = typeof traceFlags === 'number' ? traceFlags & 0xff : 0
  return { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase(), flags }
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

function bodyOf(body: unknown, budget: SizeBudget): SafeValue | undefined {
  if (!isError(body)) return safeValue(body, budget)
  return safeString(String(readSafely(() => String(body.message))), budget)
}

function isError(value: unknown): value is Error {
  return readSafely(() => value instanceof Error) === true
}

function copyAttributes(
  owner: Pick<LogRecord, 'attributes'> | Resource,
  attributes: Attribute[],
  replaced: Readonly<Record<string, unknown>>,
  budget: SizeBudget,
): void {
  const own = attributes.length
  try {
    const given = owner.attributes ?? {}
    if (Array.isArray(given) || ArrayBuffer.isView(given)) return
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
function exceptionAttributes(exception: unknown, body: unknown, budget: SizeBudget): Attribute[] {
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
  return inRange(BigInt(whole) * NANOS_PER_MILLI + BigInt(Math.round((millis - whole) * 1e6)))
}

/** PostHog puts its own time in the place of one that is more than a day off, unless it comes as an attribute. */
function acceptable(nanos: bigint, now: bigint): { nanos: bigint; original?: string } {
  const low = now - MAX_TIME_SHIFT_NANOS
  const high = now + MAX_TIME_SHIFT_NANOS
  if (nanos >= low && nanos <= high) return { nanos }
  return { nanos: nanos < low ? low : high, original: isoOf(nanos) }
}

function isoOf(nanos: bigint): string {
  const millis = Number(nanos / NANOS_PER_MILLI)
  return millis <= 8.64e15 ? new Date(millis).toISOString() : String(nanos)
}

function nanosOf([seconds, nanos]: HrTime): bigint | undefined {
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(nanos) || seconds <= 0 || seconds > 8.64e12)
    return undefined
  return inRange(BigInt(seconds) * NANOS_PER_SECOND + BigInt(nanos))
}

function inRange(nanos: bigint): bigint | undefined {
  return nanos > 0n && nanos <= MAX_NANOS ? nanos : undefined
}
