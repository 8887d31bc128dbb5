import { leftOutOf } from '../../record/copied-fields.js'
import { isBlank } from '../../record/identifiers.js'
import type { LogRecord } from '../../record/log-record.js'
import { hasNames } from '../../record/plain-object.js'
import { severityWordOf } from '../../record/severity-words.js'
import { namesOf } from '../../record/wide-objects.js'
import type { Redactor } from '../../redaction/redactor.js'
import type { EncodedRecord, Share, Stamps } from './encoding.js'
import { putHalves } from './protobuf-bytes.js'
import { RECORD_ATTRIBUTES, RECORD_EVENT_NAME, RECORD_OBSERVED_TIME } from './protobuf-fields.js'
import { writeAttribute } from './protobuf-values.js'
import { FIXED_64 } from './protobuf-writer.js'
import { Slab } from './slab.js'
import { headOf, LENGTH_BYTES } from './usual-heads.js'
import { UsualKeys } from './usual-keys.js'
import { countOfPattern, PATTERN_STAMPS, UsualStamps } from './usual-stamps.js'
import { UsualTime } from './usual-time.js'
import { writeUsualTrace } from './usual-trace.js'
import { UsualWriter } from './usual-writer.js'

const MAX_ATTRIBUTES = 128
const MAX_IDENTIFIER_CHARACTERS = 200
const ESCAPE = '\x1b'
const CSI = '\x9b'

/** Encodes a record; `undefined`: only the general way does. */
export type EncodeUsual = (
  record: LogRecord,
  stamps: Stamps,
  epochMillis: number,
  share: Share,
) => EncodedRecord | undefined

/**
 * Creates an encoder of usual records: a text, a severity by number, attributes that are texts, numbers and booleans. It writes the very bytes that
 * the general way would write, in one pass from the app's objects. Never throws.
 */
export function createUsualEncoder(redactor: Redactor): EncodeUsual {
  const writer = new UsualWriter(redactor)
  const slabs = { sampled: new Slab(), guaranteed: new Slab() }
  const keys = new UsualKeys(redactor)
  const patterns = new UsualStamps()
  const time = new UsualTime()
  let isUnderWay = false

  function encode(record: LogRecord, stamps: Stamps, epochMillis: number, share: Share): EncodedRecord | undefined {
    const { body, severityNumber: severity, eventName, exception, spanContext } = record
    if (typeof body !== 'string' || body.includes(ESCAPE) || body.includes(CSI)) return undefined
    if (exception !== undefined && exception !== null) return undefined
    if (typeof severity !== 'number' || !(severity >= 1 && severity <= 24) || !Number.isInteger(severity))
      return undefined
    if (!saysNothingElse(record.severityText, severityWordOf(severity)) || !time.read(record, epochMillis))
      return undefined
    const slab = slabs[share]
    writer.beginRecord(slab)
    const start = writer.position + 1 + LENGTH_BYTES
    writer.raw(headOf(severity))
    putHalves(writer.bytes, start + 1, time.own)
    if (!writer.text(body, true)) return undefined
    if (spanContext !== undefined && !writeUsualTrace(writer, spanContext)) return undefined
    writer.tag(RECORD_OBSERVED_TIME, FIXED_64)
    writer.position = putHalves(writer.bytes, writer.position, time.observed)
    if (eventName !== undefined && eventName !== '')
      if (typeof eventName !== 'string' || !writer.field(RECORD_EVENT_NAME, eventName)) return undefined
    if (!writeAttributes(record.attributes)) return undefined
    const beforeStamps = writer.position
    writeStamps(stamps)
    const stampBytes = writer.position - beforeStamps
    writer.end(start, LENGTH_BYTES)
    const end = writer.position
    return { bytes: slab.take(end), stampBytes }
  }

  function writeAttributes(attributes: LogRecord['attributes']): boolean {
    if (attributes === undefined || attributes === null) return true
    if (!hasNames(attributes) || namesOf(attributes) !== attributes || leftOutOf(attributes) > 0) return false
    let count = 0
    for (const key in attributes) {
      if (++count > MAX_ATTRIBUTES) return false
      const known = keys.of(key)
      if (known === null) return false
      writer.left -= key.length
      const value = attributes[key]
      if (value === undefined) continue
      if (known.isIdentifier) {
        if (isBlank(value)) continue
        if (typeof value !== 'string' || value.length > MAX_IDENTIFIER_CHARACTERS) return false
      }
      if (!writer.attribute(known.head, value, !known.isIdentifier)) return false
    }
    return true
  }

  function writeStamps(stamps: Stamps): void {
    const count = countOfPattern(stamps)
    const known = count > 0 ? patterns.of(stamps) : undefined
    if (known === undefined) writeEach(stamps, 0, count > 0)
    else {
      writer.raw(known)
      if (count > PATTERN_STAMPS) writeEach(stamps, PATTERN_STAMPS, false)
    }
  }

  /** Few records come here, so that V8 compiles it apart from the usual way. */
  function writeEach(stamps: Stamps, from: number, isNew: boolean): void {
    const start = writer.position
    let place = 0
    for (const key in stamps) {
      if (place >= from) writeAttribute(writer, RECORD_ATTRIBUTES, key, stamps[key]!)
      if (++place === PATTERN_STAMPS && isNew) patterns.remember(stamps, writer.bytes.subarray(start, writer.position))
    }
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
