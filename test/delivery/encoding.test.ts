import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { decodeJson, decodeProtobuf, type ReceivedRecord } from '../../src/testing/otlp-decoder.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'
import { atTier } from '../support/tier.js'

const NOW = Date.UTC(2026, 0, 1)
const RESOURCE = { attributes: { 'service.name': 'test' } }
const decoders = { protobuf: decodeProtobuf, json: decodeJson }

const KEEP_ALL = createRedactor({ detect: false, paths: [], transform: undefined }, () => {})

describe.each(['protobuf', 'json'] as const)('OTLP/%s', (name) => {
  const encoding = createEncoding(name, KEEP_ALL)
  const roundTrip = (record: LogRecord, stamps: Record<string, string | number> = {}): ReceivedRecord => {
    const { bytes } = encoding.encodeRecord(record, stamps, NOW)
    const body = encoding.encodeBatch(RESOURCE, [{ scope: { name: 'scope', version: '1' }, records: [bytes] }])
    return decoders[name](body)[0]!
  }

  it('carries every field of a record', () => {
    const record: LogRecord = {
      hrTime: [1_767_225_600, 123_456_000],
      severityNumber: 13,
      severityText: 'warn',
      body: 'grüße 💥',
      eventName: 'greeting',
      attributes: { s: 'x', i: 42, neg: -5, d: 1.5, t: true, f: false, list: [1, 'a'], map: { k: { n: 1 } } },
      spanContext: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 },
    }
    expect(roundTrip(record, { weight: 7, sig: 'abc' })).toEqual({
      time: 1_767_225_600_123.456,
      severityNumber: 13,
      severityText: 'warn',
      body: 'grüße 💥',
      eventName: 'greeting',
      attributes: { ...record.attributes, weight: 7, sig: 'abc' },
      droppedAttributesCount: 0,
      resource: RESOURCE.attributes,
      scope: { name: 'scope', version: '1' },
      traceId: record.spanContext!.traceId,
      spanId: record.spanContext!.spanId,
    })
  })

  it('leaves a severity that is unknown unset, and takes the time it was seen where none is given', () => {
    const record = roundTrip({ body: 'x', severityText: 'strange' })
    expect(record).toMatchObject({ severityNumber: 0, severityText: '', time: NOW })
    expect(record.attributes).toEqual({ 'lipservice.original_severity': 'strange' })
    expect(roundTrip({ body: 'x' })).toMatchObject({ severityNumber: 0, severityText: '' })
  })

  it.each([
    [{ severityText: 'ERROR' }, 17, 'error', undefined],
    [{ severityText: 'WARNING' }, 13, 'warn', 'WARNING'],
    [{ severityText: 'ERROR2' }, 18, 'error', 'ERROR2'],
    [{ severityNumber: 7, severityText: 'http' }, 7, 'debug', 'http'],
    [{ severityNumber: 13, severityText: '\x1b[33mwarn\x1b[39m' }, 13, 'warn', undefined],
    [{ severityNumber: '17' as never }, 17, 'error', undefined],
    [{ severityNumber: 24 }, 24, 'fatal', undefined],
    [{ body: '{"level":"debug","msg":"x"}' }, 5, 'debug', undefined],
  ])('spells a severity as PostHog does, and keeps what was said: %o', (given, number, text, original) => {
    const record = roundTrip({ body: 'x', ...given })
    expect(record).toMatchObject({ severityNumber: number, severityText: text })
    expect(record.attributes['lipservice.original_severity']).toBe(original)
  })

  it('leaves out ids that are not valid', () => {
    const spanContext = { traceId: '0'.repeat(32), spanId: 'b7ad6b7169203331' }
    expect(roundTrip({ body: 'x', spanContext })).toMatchObject({ traceId: '', spanId: '' })
  })

  it('turns an error into exception attributes', () => {
    const record = roundTrip({ body: 'failed', exception: Object.assign(new TypeError('boom'), { code: 'E_BOOM' }) })
    expect(record.attributes).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'boom',
      'exception.code': 'E_BOOM',
    })
    expect(record.attributes['exception.stacktrace']).toContain('encoding.test')
    expect(roundTrip({ body: new Error('as body') })).toMatchObject({ body: 'as body' })
  })

  it('has null where there is null, except within OTLP/JSON, which PostHog refuses for it', () => {
    const within = name === 'protobuf' ? null : 'null'
    const record = roundTrip({ body: 'x', attributes: { none: null, list: [null, 1], map: { a: null } } })
    expect(record.attributes).toEqual({ none: null, list: [within, 1], map: { a: within } })
  })

  it('keeps an error whose message is not a text', () => {
    const body = Object.assign(new Error('x'), { message: Object.create(null) })
    expect(roundTrip({ body, severityNumber: 17 }).severityNumber).toBe(17)
  })

  it.each<[string, LogRecord]>([
    ['beyond 64 bits', { hrTime: [8.64e12, 0] }],
    ['with negative nanoseconds', { hrTime: [1, -2e9] }],
    ['from an invalid date', { timestamp: new Date(Number.NaN) }],
  ])('takes the time it was seen for a time %s', (_, record) => {
    expect(roundTrip({ ...record, body: 'x' })).toMatchObject({ body: 'x', time: NOW })
  })

  it('keeps the event name and the severity text of a record that is too long', () => {
    const names = { eventName: 'checkout', severityText: 'error' }
    const long = 'x'.repeat(40_000)
    expect(roundTrip({ ...names, body: long, attributes: { long } })).toMatchObject(names)
  })

  it('encodes a record with a getter that logs', () => {
    const attributes = {
      get lazy() {
        encoding.encodeRecord({ body: 'inner' }, {}, NOW)
        return 'read'
      },
    }
    expect(roundTrip({ body: 'outer', attributes })).toMatchObject({ body: 'outer', attributes: { lazy: 'read' } })
  })

  it('lets stamps replace attributes of the same name', () => {
    expect(roundTrip({ body: 'x', attributes: { weight: 'mine' } }, { weight: 3 }).attributes).toEqual({ weight: 3 })
  })

  it('knows how many bytes the stamps take', () => {
    for (const attributes of [undefined, { a: 1 }]) {
      const plain = encoding.encodeRecord({ body: 'x'.repeat(200), attributes }, {}, NOW)
      const stamped = encoding.encodeRecord({ body: 'x'.repeat(200), attributes }, { weight: 12, sig: 'abcdef' }, NOW)
      expect(stamped.bytes.length - stamped.stampBytes).toBe(plain.bytes.length)
      expect(plain.stampBytes).toBe(0)
    }
  })

  it.each(HOSTILE_VALUES)('survives %s as body, attribute, nested and exception', (_, make) => {
    const whole = {
      severityNumber: 17,
      attributes: { before: 1, value: make(), nested: { value: [make()] }, after: 2 },
    }
    expect(roundTrip(whole).attributes).toMatchObject({ before: 1 })
    expect(roundTrip({ body: make(), severityNumber: 9 }).severityNumber).toBe(9)
    expect(roundTrip({ body: 'x', exception: make() }).body).toBe('x')
    const size = encoding.encodeRecord({ ...whole, body: make() }, {}, NOW).bytes.length
    expect(size).toBeLessThan(512 * 1024)
  })

  it('survives attributes that are hostile themselves', () => {
    for (const [, make] of HOSTILE_VALUES) {
      expect(roundTrip({ body: 'kept', attributes: make() as Record<string, unknown> }).body).toBe('kept')
    }
  })

  it.each(HOSTILE_VALUES)('survives %s in place of any field of a record', (_, make) => {
    for (const field of ['hrTime', 'timestamp', 'severityNumber', 'severityText', 'eventName', 'spanContext']) {
      expect(roundTrip({ body: 'kept', [field]: make() }).body).toBe('kept')
    }
    const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
    for (const field of ['traceId', 'spanId', 'traceFlags']) {
      const spanContext = { ...ids, [field]: make() } as NonNullable<LogRecord['spanContext']>
      expect(roundTrip({ body: 'kept', spanContext }).body).toBe('kept')
    }
  })

  it('survives a record none of whose fields can be read', () => {
    const unreadable = new Proxy<LogRecord>(
      {},
      {
        get() {
          throw new Error('get')
        },
      },
    )
    expect(roundTrip(unreadable)).toMatchObject({ severityNumber: 0, time: NOW })
  })

  it('encodes any record to something that a strict backend accepts', () => {
    const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), value), value, (attributes, body) => {
        const record = roundTrip({ body, attributes, severityNumber: 9 })
        expect(record.severityNumber).toBe(9)
      }),
      { numRuns: atTier({ test: 120, long: 300, soak: 300 }) },
    )
  })
})

describe('the two encodings', () => {
  it('say the same', () => {
    const record: LogRecord = {
      body: { a: [1, 2.5, 'x'], b: { c: true } },
      attributes: { n: 2 ** 60, bytes: new Uint8Array([1]) },
    }
    const decoded = (['protobuf', 'json'] as const).map((name) => {
      const encoding = createEncoding(name, KEEP_ALL)
      const { bytes } = encoding.encodeRecord(record, {}, NOW)
      return decoders[name](encoding.encodeBatch(RESOURCE, [{ scope: { name: 's' }, records: [bytes] }]))
    })
    expect(decoded[0]).toEqual(decoded[1])
  })
})

describe('the time of a record', () => {
  const NOW = Date.UTC(2026, 10, 23)
  const DAY = 24 * 3_600_000
  const timesOf = (timestamp: number) => {
    const { bytes } = createEncoding('json', KEEP_ALL).encodeRecord({ timestamp, body: 'x' }, {}, NOW)
    const record = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return { time: Number(BigInt(record.timeUnixNano) / 1_000_000n), attributes: record.attributes }
  }

  it('is its own within a day of now', () => {
    for (const offset of [-DAY, 0, DAY]) expect(timesOf(NOW + offset)).toEqual({ time: NOW + offset })
  })

  it('comes as an attribute as well when it is further off, for PostHog would put its own in its place', () => {
    expect(timesOf(NOW - 3 * DAY)).toEqual({
      time: NOW - 3 * DAY,
      attributes: [{ key: 'lipservice.original_timestamp', value: { stringValue: '2026-11-20T00:00:00.000Z' } }],
    })
    expect(timesOf(NOW + 2 * DAY).time).toBe(NOW + 2 * DAY)
  })
})
