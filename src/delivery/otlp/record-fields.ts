import { systemOrigins } from '../../internal/clock.js'
import { withoutAnsi } from '../../record/ansi.js'
import { isError } from '../../record/error.js'
import { errorOf } from '../../record/error-search.js'
import type { InstrumentationScope, LogRecord, Resource } from '../../record/log-record.js'
import { nanosOfTime } from '../../record/record-time.js'
import { severityToSend } from '../../record/severity.js'
import { severityWordOf } from '../../record/severity-words.js'
import type { Redactor } from '../../redaction/redactor.js'
import { exceptionAttributes } from '../../values/exception-attributes.js'
import { readSafely } from '../../values/read-safely.js'
import { safeValue } from '../../values/safe-value.js'
import { createSizeBudget, type SizeBudget, safeString } from '../../values/size-budget.js'
import type { Entry, SafeValue } from '../../values/value-types.js'
import { copyAttributes } from './record-attributes.js'

const NANOS_PER_MILLI = 1_000_000n
const MAX_TIME_SHIFT_NANOS = 24n * 3_600_000n * NANOS_PER_MILLI
const MAX_SCOPE_CHARACTERS = 256
const MAX_MARK_CHARACTERS = 64
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/i
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/i

export type Attribute = Entry

/** A log record with every value checked and bounded: what both encodings write. */
export interface RecordFields {
  readonly timeUnixNano: bigint
  readonly observedTimeUnixNano: bigint
  /** 1–24; 0 if the record says none that is known. */
  readonly severityNumber: number
  /** As PostHog spells it; empty without a number. */
  readonly severityText: string
  readonly body: SafeValue | undefined
  readonly attributes: readonly Attribute[]
  /** Attributes that there was no room for. */
  readonly droppedAttributesCount: number
  /** Hex, or empty. */
  readonly traceId: string
  readonly spanId: string
  readonly flags: number
  readonly eventName: string
}

/** Reads a record, without its secrets; `epochMillis` is its observed time. Never throws: what cannot be read is replaced or left out. */
export function fieldsOf(
  record: LogRecord,
  replaced: Readonly<Record<string, unknown>>,
  epochMillis: number,
  redactor: Redactor,
): RecordFields {
  const budget = createSizeBudget()
  // Names before contents: a long body must not take their room.
  const eventName = textFrom(() => record.eventName, budget)
  const severity = severityOf(record)
  const time = timeOf(record, epochMillis)
  const found = errorOf(record)
  const attributes = orElse(() => (found === undefined ? [] : exceptionAttributes(found, budget)), [])
  const body = bodyOf(
    readSafely(() => record.body),
    budget,
  )
  const dropped = copyAttributes(record, { derived: attributes, replaced, error: found?.error }, budget)
  const cut = budget.cut + dropped
  if (time.original !== undefined) attributes.push(['lipservice.original_timestamp', time.original])
  if (severity.original !== undefined) attributes.push(['lipservice.original_severity', severity.original])
  if (cut > 0) attributes.push(['lipservice.truncated', cut])
  return {
    timeUnixNano: time.nanos,
    observedTimeUnixNano: time.observed,
    severityNumber: severity.number,
    severityText: severity.number === 0 ? '' : severityWordOf(severity.number),
    ...redactor.parts({ body, attributes }),
    droppedAttributesCount: dropped,
    ...orElse(() => traceOf(record), UNTRACED),
    eventName: redactor.text(eventName),
  }
}

/** Returns the attributes of a resource, checked and bounded. Never throws. */
export function resourceAttributes(resource: Resource): readonly Attribute[] {
  const attributes: Attribute[] = []
  copyAttributes(resource, { derived: attributes, replaced: {} }, createSizeBudget())
  return attributes
}

/** Returns the scope of a record, as text whatever was given: a version may come as a number. Never throws. */
export function scopeOf(record: LogRecord, unnamed: InstrumentationScope): InstrumentationScope {
  const given = orElse(() => record.instrumentationScope, undefined)
  if (given === undefined || given === null) return unnamed
  const name = scopeText(() => given.name) || unnamed.name
  const version = scopeText(() => given.version)
  // Of many records in a row the scope is one.
  if (lastScope.name === name && (lastScope.version ?? '') === version) return lastScope
  lastScope = version === '' ? { name } : { name, version }
  return lastScope
}

let lastScope: InstrumentationScope = { name: '' }

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

/** Returns a text without the colours of a terminal; an error's message. */
function bodyOf(body: unknown, budget: SizeBudget): SafeValue | undefined {
  const text = isError(body) ? readSafely(() => body.message) : body
  if (typeof text !== 'string') return safeValue(text, budget) ?? undefined
  return withoutAnsi(safeString(text, budget))
}

/** Returns what a record says of its severity, and how, where PostHog spells that otherwise. */
function severityOf(record: LogRecord): { number: number; original?: string } {
  const number = orElse(() => severityToSend(record), 0)
  const text = readSafely(() => record.severityText)
  if (typeof text !== 'string') return { number }
  const said = withoutAnsi(text.slice(0, MAX_MARK_CHARACTERS)).trim()
  const isSpelledSo = said === '' || (number !== 0 && said.toLowerCase() === severityWordOf(number))
  return isSpelledSo ? { number } : { number, original: said }
}

/** PostHog puts its own time in the place of one that is more than a day off: then the record's own travels as an attribute as well. */
function timeOf(record: LogRecord, epochMillis: number): { nanos: bigint; observed: bigint; original?: string } {
  const observed = BigInt(Math.max(0, Math.trunc(epochMillis))) * NANOS_PER_MILLI
  const times = [readSafely(() => record.hrTime), readSafely(() => record.timestamp)]
  const given = times.find((time) => time !== undefined && time !== null)
  const nanos = orElse(() => nanosOfTime(given, epochMillis, systemOrigins), undefined)
  if (nanos === undefined) {
    const isText = typeof given === 'string' && given.trim() !== ''
    return { nanos: observed, observed, ...(isText && { original: given.slice(0, MAX_MARK_CHARACTERS) }) }
  }
  const isNear = nanos >= observed - MAX_TIME_SHIFT_NANOS && nanos <= observed + MAX_TIME_SHIFT_NANOS
  return { nanos, observed, ...(!isNear && { original: isoOf(nanos) }) }
}

function isoOf(nanos: bigint): string {
  return new Date(Number(nanos / NANOS_PER_MILLI)).toISOString()
}
