import { gzipSync } from 'node:zlib'
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportLogsServiceRequest } from '../../src/testing/otlp-schema.js'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'

const log = (fields: object = {}) => ({ timeUnixNano: '1767225600000500000', severityNumber: 9, ...fields })
const request = (...logRecords: object[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
const protobuf = (...records: object[]) => Buffer.from(exportLogsServiceRequest.encode(request(...records)).finish())
const json = (...records: object[]) => Buffer.from(JSON.stringify(request(...records)))
const invalidUtf8 = () => {
  const body = protobuf(log({ body: { stringValue: 'ABCD' } }))
  body.fill(0xff, body.indexOf('ABCD'), body.indexOf('ABCD') + 4)
  return body
}

describe('the fake PostHog', () => {
  let posthog: FakePostHog

  const post = (body: Uint8Array, headers: Record<string, string> = {}, path = '/i/v1/logs') =>
    fetch(posthog.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${posthog.token}`, 'content-type': 'application/x-protobuf', ...headers },
      body: new Uint8Array(body),
    })
  const asJson = { 'content-type': 'application/json' }

  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())

  it('takes what the stock OpenTelemetry exporter sends', async () => {
    const exporter = new OTLPLogExporter({
      url: `${posthog.url}/i/v1/logs`,
      headers: { authorization: `Bearer ${posthog.token}` },
    })
    const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] })
    provider.getLogger('app', '1.2').emit({
      severityNumber: 17,
      severityText: 'ERROR',
      body: { cart: [1, 2.5, true, 'x'] },
      attributes: { 'http.status': 500 },
      eventName: 'checkout.failed',
    })
    await provider.shutdown()
    expect(posthog.requests.map(({ problem }) => problem)).toEqual([undefined])
    expect(posthog.records[0]).toMatchObject({
      severityNumber: 17,
      severityText: 'ERROR',
      body: { cart: [1, 2.5, true, 'x'] },
      attributes: { 'http.status': 500 },
      eventName: 'checkout.failed',
      scope: { name: 'app', version: '1.2' },
    })
  })

  it.each([
    ['the header, whatever the address says', {}, '?token=phc_other', 200],
    ['the address, without a header', undefined, '?token=phc_test', 200],
    ['another in the address', undefined, '?token=phc_other', 401],
    ['none', undefined, '', 401],
    ['two', undefined, '?token=phc_test&token=phc_test', 401],
    ['a header that is malformed', { authorization: 'phc_test' }, '?token=phc_test', 401],
    ['another parameter', undefined, '?token=phc_test&ip=1', 400],
  ] as const)('reads the token as PostHog does: %s', async (_, headers, query, status) => {
    const authorization = headers === undefined ? undefined : { authorization: 'Bearer phc_test', ...headers }
    const response = await fetch(`${posthog.url}/i/v1/logs${query}`, {
      method: 'POST',
      headers: { ...authorization, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(json(log())),
    })
    expect(response.status).toBe(status)
    expect(posthog.records).toHaveLength(status === 200 ? 1 : 0)
  })

  it.each([
    ['protobuf', protobuf, {}],
    ['JSON', json, asJson],
  ] as const)('reads every kind of value from %s', async (encoding, encode, headers) => {
    const bytes = encoding === 'JSON' ? 'AQI=' : Buffer.from([1, 2])
    const value = {
      kvlistValue: {
        values: [
          { key: 'text', value: { stringValue: 'ü' } },
          { key: 'flag', value: { boolValue: false } },
          { key: 'count', value: { intValue: 3 } },
          { key: 'share', value: { doubleValue: 0.25 } },
          { key: 'list', value: { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'a' }] } } },
          { key: 'bytes', value: { bytesValue: bytes } },
        ],
      },
    }
    const response = await post(encode(log({ body: value })), headers)
    expect(await response.text()).toBe('{}')
    expect(posthog.records[0]).toMatchObject({
      time: 1_767_225_600_000.5,
      body: { text: 'ü', flag: false, count: 3, share: 0.25, list: [1, 'a'], bytes: Buffer.from([1, 2]) },
    })
  })

  const good = log({ body: { stringValue: 'fine' } })
  it.each<[string, Uint8Array, Record<string, string>?]>([
    ['a truncated body', protobuf(good).subarray(0, -1)],
    ['an unknown protobuf field', Buffer.concat([protobuf(good), Buffer.from([0x48, 1])])],
    ['text for protobuf', Buffer.from('<html>')],
    ['bytes that are no UTF-8', invalidUtf8()],
    ['a trace id of 3 bytes', protobuf(good, log({ traceId: Buffer.from([1, 2, 3]) }))],
    ['a severity beyond 24', protobuf(good, log({ severityNumber: 25 }))],
    ['a time beyond 63 bits', protobuf(good, log({ timeUnixNano: '18446744073709551615' }))],
    ['gzip that is none', protobuf(good), { 'content-encoding': 'gzip' }],
    ['an unknown JSON field', json(good, log({ colour: 'red' })), asJson],
    ['snake_case JSON', json(good, log({ trace_id: '' })), asJson],
    ['a span id that is no hex', json(good, log({ spanId: 'zzzzzzzzzzzzzzzz' })), asJson],
    ['an imprecise 64-bit number', json(good, log({ body: { intValue: 2 ** 60 } })), asJson],
    ['an integer beyond 64 bits', json(good, log({ body: { intValue: '9223372036854775808' } })), asJson],
    ['null for a number', json(good, log({ body: { doubleValue: Number.NaN } })), asJson],
    ['an empty value in an array', json(good, log({ body: { arrayValue: { values: [{}] } } })), asJson],
    ['two values in one', json(good, log({ body: { intValue: 1, stringValue: '1' } })), asJson],
    ['a lone surrogate', json(good, log({ body: { stringValue: '\ud800' } })), asJson],
    ['JSON that ends too soon', json(good).subarray(0, -1), asJson],
  ])('refuses the whole batch for %s', async (_, body, headers) => {
    const response = await post(body, headers)
    expect(response.status).toBe(400)
    expect(await response.json()).toHaveProperty('error')
    expect(posthog.records).toEqual([])
    expect(posthog.bytesReceived()).toBe(0)
  })

  it('counts bytes before compression, as PostHog bills them', async () => {
    const body = protobuf(log({ body: { stringValue: 'a'.repeat(10_000) } }))
    const zipped = gzipSync(body)
    expect((await post(zipped, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(posthog.bytesReceived()).toBe(body.length)
    expect(posthog.requests[0]).toMatchObject({ wireBytes: zipped.length, bodyBytes: body.length, records: 1 })
  })

  it.each([
    ['2 MiB after inflating', 2 * 1024 * 1024 + 1],
    ['all memory', 64 * 1024 * 1024],
  ])('answers 413 to a body over %s', async (_, size) => {
    expect((await post(gzipSync(Buffer.alloc(size)), { 'content-encoding': 'gzip' })).status).toBe(413)
  })

  it('answers 401 to another token and 404 to another path', async () => {
    expect((await post(protobuf(good), { authorization: 'Bearer phc_other' })).status).toBe(401)
    expect((await post(protobuf(good), {}, '/logs')).status).toBe(404)
    expect((await post(protobuf(good), {}, '/v1/logs')).status).toBe(200)
  })

  it('follows a script, then answers by itself again', async () => {
    posthog.answer([{ status: 503, headers: { 'retry-after': '7' }, times: 2 }, { status: 429 }])
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push((await post(protobuf(good))).status)
    expect(statuses).toEqual([503, 503, 429, 200])
    posthog.answer(({ body }) => (body.includes('poison') ? { status: 400 } : undefined))
    expect((await post(protobuf(log({ body: { stringValue: 'poison' } })))).status).toBe(400)
    expect((await post(protobuf(good))).status).toBe(200)
  })

  it('breaks connections when told to', async () => {
    posthog.answer([{ misbehave: 'reset' }])
    await expect(post(protobuf(good))).rejects.toThrow()
  })

  it('wakes a waiting test when the record arrives', async () => {
    const arrived = posthog.waitFor((records) => records.some(({ body }) => body === 'fine'))
    await post(protobuf(log()))
    await post(protobuf(good))
    await arrived
    expect(posthog.records).toHaveLength(2)
  })

  it('says so when nothing arrives, and hands on what a condition throws', async () => {
    await expect(posthog.waitFor(1, { timeoutMillis: 1 })).rejects.toThrow('did not arrive within 1 ms')
    const failing = posthog.waitFor((records) => {
      if (records.length > 0) throw new Error('wrong record')
      return false
    })
    const [, outcome] = await Promise.allSettled([post(protobuf(good)), failing])
    expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('wrong record') })
  })

  it('forgets on clear', async () => {
    await post(protobuf(good))
    posthog.clear()
    expect([posthog.records, posthog.requests, posthog.bytesReceived()]).toEqual([[], [], 0])
  })

  it('counts without keeping records for long runs', async () => {
    await posthog.close()
    posthog = await startFakePostHog({ keepRecords: false, token: 'phc_long' })
    await post(protobuf(good, good))
    await posthog.waitFor(2)
    expect(posthog.records).toEqual([])
    expect(posthog.requests[0]).toMatchObject({ status: 200, records: 2 })
  })
})
