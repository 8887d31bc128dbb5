import { leftOutOf } from '../../record/copied-fields.js'
import { isBlank } from '../../record/identifiers.js'
import type { LogRecord } from '../../record/log-record.js'
import { hasNames } from '../../record/plain-object.js'
import { severityWordOf } from '../../record/severity-words.js'
import { namesOf } from '../../record/wide-objects.js'
import { bytesMayHoldSecret } from '../../redaction/bytes-may-hold-secret.js'
import type { Redactor } from '../../redaction/redactor.js'
import type { EncodedRecord, Share, Stamps } from './encoding.js'
import { ANY, LOG_RECORDS, RECORD } from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'
import { createStampKeys, createUsualKeys, HEAD_BYTES, type UsualKey } from './usual-keys.js'
import { UsualTime } from './usual-time.js'
import { writeTrace } from './usual-trace.js'

/** Of a text; longer ones, and more of them, may have to be cut. */
const MAX_TEXT_CHARACTERS = 8_192
const MAX_RECORD_CHARACTERS = 24_576
const MAX_ATTRIBUTES = 128
const MAX_IDENTIFIER_CHARACTERS = 200
/** Numbers that may be of a card. */
const MIN_CARD = 1e12
const MAX_CARD = 1e17
const ESCAPE = '\x1b'
const CSI = '\x9b'

/** Encodes a record; `undefined`: only the general way does. */
export type EncodeUsual = (
  record: LogRecord,
  stamps: Stamps,
  epochMillis: number,
  share: Share | undefined,
) => EncodedRecord | undefined

/**
 * Creates an encoder of usual records: a text, a severity by number, attributes that are texts, numbers and booleans. It writes the very bytes that
 * the general way would write, in one pass from the app's objects. Never throws.
 */
export function createUsualEncoder(redactor: Redactor): EncodeUsual {
  const alone = new ProtobufWriter()
  const writers = { sampled: new ProtobufWriter(), guaranteed: new ProtobufWriter() }
  const keys = createUsualKeys(redactor)
  const stampKeys = createStampKeys()
  const time = new UsualTime()
  const detects = redactor.detects
  let isUnderWay = false
  let left = 0
  let writer = alone

  function encode(
    record: LogRecord,
    stamps: Stamps,
    epochMillis: number,
    share: Share | undefined,
  ): EncodedRecord | undefined {
    const { body, severityNumber: severity, eventName, exception, spanContext } = record
    if (typeof body !== 'string' || body.includes(ESCAPE) || body.includes(CSI)) return undefined
    if (exception !== undefined && exception !== null) return undefined
    if (typeof severity !== 'number' || !(severity >= 1 && severity <= 24) || !Number.isInteger(severity))
      return undefined
    const word = severityWordOf(severity)
    if (!saysNothingElse(record.severityText, word) || !time.read(record, epochMillis)) return undefined
    left = MAX_RECORD_CHARACTERS
    writer = share === undefined ? alone : writers[share]
    writer.restart()
    const start = writer.begin(LOG_RECORDS)
    writer.fixed64Halves(RECORD.time, time.own)
    writer.uint(RECORD.severityNumber, severity)
    writer.string(RECORD.severityText, word)
    const bodyStart = writer.begin(RECORD.body)
    if (!text(ANY.string, body)) return undefined
    writer.end(bodyStart)
    if (spanContext !== undefined && !writeTrace(writer, spanContext)) return undefined
    writer.fixed64Halves(RECORD.observedTime, time.observed)
    if (
      eventName !== undefined &&
      eventName !== '' &&
      (typeof eventName !== 'string' || !text(RECORD.eventName, eventName))
    )
      return undefined
    if (!writeAttributes(record.attributes)) return undefined
    const beforeStamps = writer.position
    for (const key in stamps) {
      const known = stampKeys.of(key)
      if (known === null || !writeAttribute(known, stamps[key], false)) return undefined
    }
    const stampBytes = writer.position - beforeStamps
    writer.end(start)
    return { bytes: share === undefined ? writer.take() : writer.takeShared(), stampBytes }
  }

  function writeAttributes(attributes: LogRecord['attributes']): boolean {
    if (attributes === undefined || attributes === null) return true
    if (!hasNames(attributes) || namesOf(attributes) !== attributes || leftOutOf(attributes) > 0) return false
    let count = 0
    for (const key in attributes) {
      if (++count > MAX_ATTRIBUTES) return false
      const known = keys.of(key)
      if (known === null) return false
      left -= key.length
      const value = attributes[key]
      if (value === undefined) continue
      if (known.isIdentifier) {
        if (isBlank(value)) continue
        if (typeof value !== 'string' || value.length > MAX_IDENTIFIER_CHARACTERS) return false
      }
      if (!writeAttribute(known, value, detects && !known.isIdentifier)) return false
    }
    return true
  }

  function writeAttribute({ head }: UsualKey, value: unknown, isMasked: boolean): boolean {
    const start = writer.position + HEAD_BYTES
    writer.raw(head)
    const valueStart = writer.position
    if (typeof value === 'string') {
      if (!(isMasked ? text(ANY.string, value) : plainText(ANY.string, value))) return false
    } else if (typeof value === 'number') {
      if (!number(value, isMasked)) return false
    } else if (typeof value === 'boolean') writer.uint(ANY.bool, value ? 1 : 0)
    // An AnyValue without any value is null.
    else if (value !== null) return false
    writer.end(valueStart)
    writer.end(start)
    return true
  }

  function number(value: number, isMasked: boolean): boolean {
    if (!Number.isFinite(value) || (isMasked && value >= MIN_CARD && value < MAX_CARD)) return false
    if (!Number.isSafeInteger(value)) writer.double(ANY.double, value)
    else if (value < 0) return false
    else writer.uint(ANY.int, value)
    return true
  }

  /** Returns whether there is room for a text. */
  function takesRoom(value: string): boolean {
    left -= value.length
    return value.length <= MAX_TEXT_CHARACTERS && left >= 0
  }

  function plainText(field: number, value: string): boolean {
    if (!takesRoom(value)) return false
    writer.string(field, value)
    return true
  }

  /** Writes a text without its secrets. */
  function text(field: number, value: string): boolean {
    if (!takesRoom(value)) return false
    const start = writer.position
    const written = writer.string(field, value)
    if (!detects || !writer.lastBytes(written, bytesMayHoldSecret)) return true
    const shown = redactor.text(value)
    if (shown === value) return true
    writer.position = start
    writer.string(field, shown)
    return true
  }

  return (record, stamps, epochMillis, share) => {
    // A getter of the app that logs comes back here while a record is being written.
    if (isUnderWay || !redactor.isByText) return undefined
    isUnderWay = true
    try {
      return encode(record, stamps, epochMillis, share)
    } catch {
      return undefined
    } finally {
      isUnderWay = false
    }
  }
}

/** Whether a severity's text is how PostHog spells its number, or none. */
function saysNothingElse(severityText: unknown, word: string): boolean {
  if (severityText === undefined || severityText === word || severityText === '') return true
  return typeof severityText === 'string' && severityText.toLowerCase() === word
}
