import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProtobufEncoding } from '../../src/delivery/otlp/protobuf-encoding.js'
import { createUsualEncoder } from '../../src/delivery/otlp/usual-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { atTier } from '../support/tier.js'

const NOW = 1_764_000_000_123
const redactorOf = (detect: boolean) => createRedactor({ detect, paths: [], transform: undefined }, () => {})

const SHARES = [undefined, 'sampled', 'guaranteed'] as const
const SECRETS = [
  'password=hunter2222',
  '"token": "abcdef123456"',
  'Bearer abcdef.123456',
  'ann@example.com',
  '4111 1111 1111 1111',
  'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'https://ann:secret@example.com/',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk',
]
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 160 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 2, arbitrary: fc.tuple(fc.string({ maxLength: 130 }), fc.constantFrom(...SECRETS)).map(([a, b]) => a + b) },
  { weight: 1, arbitrary: fc.constantFrom('\x1b[31mred\x1b[0m', '\ud800', 'x'.repeat(9_000), 'é'.repeat(100), '') },
)
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('method', 'route', 'status', 'user.id', 'durationMs', 'größe', '__proto__') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('password', 'pin', 'stack', 'exception.type', 'posthogDistinctId', 'sessionId', 'err'),
  },
  { weight: 1, arbitrary: fc.constantFrom('lipservice.weight', 'log.record.uid', 'lipservice.origin', 'a@b.example') },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
)
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger(), fc.nat(200)) },
  { weight: 1, arbitrary: fc.constantFrom(4_111_111_111_111_111, -0, 0, 127, 128, 16_384, Number.NaN) },
  { weight: 2, arbitrary: fc.oneof(fc.boolean(), fc.constantFrom(null, undefined)) },
  { weight: 1, arbitrary: fc.oneof(fc.bigInt(), fc.object({ maxDepth: 1 }), fc.date(), fc.constant(new Error('x'))) },
)
const record = fc.record(
  {
    body: fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: value }),
    severityNumber: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 24 }) }, fc.double(), fc.constant(25)),
    severityText: fc.constantFrom(undefined, '', 'info', 'INFO', 'warn', 'Error', 'notice'),
    attributes: fc.array(fc.tuple(key, value), { maxLength: 9 }).map((entries) => Object.fromEntries(entries)),
    timestamp: fc.constantFrom<unknown>(undefined, null, NOW, NOW - 5, NOW + 90_000_000, 12.5, 'then', new Date(NOW)),
    eventName: fc.constantFrom(undefined, '', 'order.placed', 'ann@example.com', 7),
    exception: fc.constantFrom<unknown>(undefined, null, new Error('boom'), 'text'),
    spanContext: fc.constantFrom<unknown>(
      undefined,
      { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 },
      { traceId: '4BF92F3577B34DA6A3CE929D0E0E4736', spanId: '00f067aa0ba902b7' },
      { traceId: '0'.repeat(32), spanId: '00f067aa0ba902b7', traceFlags: 1 },
      { traceId: 'x', spanId: 7 },
    ),
  },
  { requiredKeys: ['body', 'severityNumber'] },
)
const SIGNATURES = ['0123456789abcdef', 'fedcba9876543210']
const ofPattern = fc
  .record({
    weight: fc.constantFrom(1, 7, 12.25),
    signature: fc.constantFrom(...SIGNATURES),
    reason: fc.constantFrom('adaptive', 'first'),
    uid: fc.constantFrom(undefined, 'a-uid', '4e3c1c2e-9e4b-4b60-9d6e-0f2f3a1b2c3d'),
  })
  .map(({ weight, signature, reason, uid }) => ({
    'lipservice.weight': weight,
    'lipservice.signature': signature,
    'lipservice.reason': reason,
    ...(uid !== undefined && { 'log.record.uid': uid }),
  }))
const stamps: fc.Arbitrary<Record<string, string | number>> = fc.oneof(
  { weight: 4, arbitrary: ofPattern },
  fc.constantFrom<Record<string, string | number>>(
    {},
    { 'lipservice.weight': 12.25, 'log.record.uid': 'a-uid' },
    { 'lipservice.signature': SIGNATURES[0]!, 'lipservice.weight': 7, 'lipservice.reason': 'adaptive' },
    { 'lipservice.weight': 7, 'lipservice.signature': SIGNATURES[0]!, 'lipservice.reason': 'first', other: 1 },
    { 'lipservice.weight': -1, 'lipservice.signature': SIGNATURES[0]!, 'lipservice.reason': 'first' },
    { 'lipservice.weight': 7, 'lipservice.signature': SIGNATURES[0]! },
    { other: 1 },
  ),
)

describe('a usual record', () => {
  it.each([true, false])('is encoded to the very bytes of the general way, masked: %s', (detect) => {
    const redactor = redactorOf(detect)
    const quick = createProtobufEncoding(redactor)
    const general = createProtobufEncoding({ ...redactor, isByText: false })
    fc.assert(
      fc.property(record, stamps, fc.constantFrom(...SHARES), (given, stamp, share) => {
        const expected = general.encodeRecord(given as object, stamp, NOW)
        const encoded = quick.encodeRecord(given as object, stamp, NOW, share)
        expect(Buffer.from(encoded.bytes).toString('hex')).toBe(Buffer.from(expected.bytes).toString('hex'))
        expect(encoded.stampBytes).toBe(expected.stampBytes)
      }),
      { numRuns: atTier({ test: 1_000, long: 3_000, soak: 3_000 }), seed: 27 },
    )
  })

  it('has its own stamps, whatever stamps others had before', () => {
    const redactor = redactorOf(true)
    const general = createProtobufEncoding({ ...redactor, isByText: false })
    const usual = { severityNumber: 9, body: 'x' }
    fc.assert(
      fc.property(fc.array(stamps, { minLength: 2, maxLength: 40 }), (all) => {
        const quick = createProtobufEncoding(redactor)
        for (const stamp of all) {
          const expected = general.encodeRecord(usual, stamp, NOW)
          const encoded = quick.encodeRecord(usual, stamp, NOW, 'sampled')
          expect(Buffer.from(encoded.bytes).equals(expected.bytes), JSON.stringify(stamp)).toBe(true)
          expect(encoded.stampBytes).toBe(expected.stampBytes)
        }
      }),
      { numRuns: 200, seed: 27 },
    )
  })

  it('is what apps log: texts, numbers, booleans, ids of persons, traces', () => {
    const encode = createUsualEncoder(redactorOf(true))
    const spanContext = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 }
    const attributes = {
      route: '/items/:id',
      status: 200,
      ms: 12.5,
      cached: true,
      who: null,
      posthogDistinctId: 'a@b.co',
    }
    const usual = { severityNumber: 9, body: 'answered in 12 ms', attributes, spanContext, timestamp: NOW }
    expect(encode(usual, {}, NOW, 'sampled')).toBeDefined()
    expect(encode({ ...usual, attributes: { user: { id: 1 } } }, {}, NOW, 'sampled')).toBeUndefined()
    expect(encode({ ...usual, attributes: { stack: 'Error: boom\n  at x' } }, {}, NOW, 'sampled')).toBeUndefined()
    expect(encode({ ...usual, body: '\x1b[31mred' }, {}, NOW, 'sampled')).toBeUndefined()
  })

  it('keeps its bytes while thousands of others are encoded behind it', () => {
    const encoding = createProtobufEncoding(redactorOf(true))
    const make = (i: number) => ({ severityNumber: 9, body: `order ${i} ${'x'.repeat((i * 37) % 4_000)}` })
    const all = Array.from({ length: 3_000 }, (_, i) => encoding.encodeRecord(make(i), {}, NOW, SHARES[i % 3]).bytes)
    for (const [i, bytes] of all.entries())
      expect(Buffer.from(bytes).equals(encoding.encodeRecord(make(i), {}, NOW).bytes), `of ${i}`).toBe(true)
  })

  it.each([300, 1_500, 5_000, 8_000])('of %i characters holds at most twice the memory of its bytes', (length) => {
    const encoding = createProtobufEncoding(redactorOf(true))
    const record = { severityNumber: 9, body: 'x y '.repeat(length / 4) }
    const all = Array.from({ length: 1_000 }, () => encoding.encodeRecord(record, {}, NOW, 'sampled').bytes)
    const held = [...new Set(all.map(({ buffer }) => buffer))].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(held).toBeLessThan(2 * all.reduce((sum, { byteLength }) => sum + byteLength, 0) + 128 * 1024)
  })

  it('is encoded as ever behind thousands of names that come once', () => {
    const redactor = redactorOf(true)
    const encoding = createProtobufEncoding(redactor)
    for (let i = 0; i < 5_000; i++) {
      const attributes = { [`name ${i}`]: i }
      const general = createProtobufEncoding({ ...redactor, isByText: false })
      if (i % 500 > 0) encoding.encodeRecord({ severityNumber: 9, body: 'x', attributes }, {}, NOW, 'sampled')
      else {
        const expected = general.encodeRecord({ severityNumber: 9, body: 'x', attributes }, {}, NOW).bytes
        const { bytes } = encoding.encodeRecord({ severityNumber: 9, body: 'x', attributes }, {}, NOW, 'sampled')
        expect(Buffer.from(bytes).equals(expected)).toBe(true)
      }
    }
    const encode = createUsualEncoder(redactor)
    for (let i = 0; i < 5_000; i++)
      expect(
        encode({ severityNumber: 9, body: 'x', attributes: { [`name ${i}`]: i } }, {}, NOW, 'sampled'),
      ).toBeDefined()
  })

  it('has the stamps of its own pattern behind thousands of others', () => {
    const redactor = redactorOf(true)
    const encoding = createProtobufEncoding(redactor)
    const general = createProtobufEncoding({ ...redactor, isByText: false })
    const record = { severityNumber: 9, body: 'x' }
    for (let i = 0; i < 9_000; i++) {
      const signature = (i % 4_500).toString(16).padStart(16, '0')
      const stamp = { 'lipservice.weight': i % 3, 'lipservice.signature': signature, 'lipservice.reason': 'adaptive' }
      const { bytes } = encoding.encodeRecord(record, stamp, NOW, 'sampled')
      if (i % 300 === 0) expect(Buffer.from(bytes).equals(general.encodeRecord(record, stamp, NOW).bytes)).toBe(true)
    }
  })

  it('is whole where a getter of the app logs another one while it is written', () => {
    const encoding = createProtobufEncoding(redactorOf(true))
    const inner: string[] = []
    const attributes = {
      first: 'one',
      get second() {
        inner.push(Buffer.from(encoding.encodeRecord({ severityNumber: 9, body: 'inner' }, {}, NOW).bytes).toString())
        return 'two'
      },
      third: 'three',
    }
    const bytes = encoding.encodeRecord({ severityNumber: 9, body: 'outer', attributes }, {}, NOW, 'sampled').bytes
    const plain = { first: 'one', second: 'two', third: 'three' }
    const expected = encoding.encodeRecord({ severityNumber: 9, body: 'outer', attributes: plain }, {}, NOW).bytes
    expect(Buffer.from(bytes).equals(expected)).toBe(true)
    expect(inner[0]).toContain('inner')
  })

  it('leaves nothing of one that could not be read', () => {
    const encoding = createProtobufEncoding(redactorOf(true))
    const attributes = {
      get broken(): string {
        throw new Error('unreadable')
      },
    }
    encoding.encodeRecord({ severityNumber: 9, body: 'half written', attributes }, {}, NOW, 'sampled')
    const next = encoding.encodeRecord({ severityNumber: 9, body: 'whole' }, {}, NOW, 'sampled').bytes
    expect(Buffer.from(next).includes('half')).toBe(false)
  })
})
