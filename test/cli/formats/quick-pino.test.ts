import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJudge } from '../../../src/cli/analysis/judge.js'
import type { FoundRecord } from '../../../src/cli/formats/found-record.js'
import { createQuickPino } from '../../../src/cli/formats/quick-pino.js'
import { readLine } from '../../../src/cli/formats/read-line.js'
import { TODAY } from '../support/read-text.js'

const KEYS = [
  ...['req', 'res', 'err', 'response', 'http', 'statusCode', 'status', 'res.statusCode', 'err.status', 'method', 'url'],
  ...['outcome', 'result', 'success', 'ok', 'trace_id', 'span_id', 'trace_flags', 'stack', 'exception.type', 'v'],
  ...[
    'message',
    'severity',
    'service',
    'timestamp',
    'log',
    'stream',
    '1',
    '__proto__',
    'a',
    'b',
    'orderId',
    'é',
    'x"y',
  ],
]
const value = fc.oneof(
  fc.constantFrom<unknown>('', 'failed', 'x'.repeat(16), '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331', '01'),
  fc.constantFrom<unknown>(0, 200, 404, 503, -1, 1.5, 1e21, true, false, null),
  fc.constantFrom<unknown>(
    { statusCode: 500 },
    { status: 404, message: 'no' },
    { response: { status_code: 502 } },
    [],
    {},
  ),
  fc.constantFrom<unknown>({ type: 'Error', message: 'it broke', stack: 'Error: it broke\n    at run (a.js:1:2)' }),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.jsonValue({ maxDepth: 3 }),
)
const fields = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 4 })), value), {
  maxLength: 7,
})
const head = fc.record(
  {
    level: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom<unknown>(10, 20, 30, 35, 40, 50, 60, 0) },
      fc.constantFrom<unknown>('info', -1, 30.5),
    ),
    time: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom<unknown>(1_795_651_200_000, 1_795_651_200) },
      fc.constantFrom<unknown>(12, '2026-11-26T18:00:00Z', 1.5),
    ),
    pid: fc.constantFrom<unknown>(1, 'x', null),
    hostname: fc.constantFrom<unknown>('web-1', ''),
    name: fc.constantFrom<unknown>('shop', 'mail', 'ünï', '', 7),
  },
  { requiredKeys: ['level', 'time'] },
)
const message = fc.oneof(
  fc.constantFrom<unknown>('order 4711 placed', 'it broke: 7', 'GET /items/7 503', '', 9, null),
  fc.string({ maxLength: 20 }),
)
/** Keys as they come, twice where they come twice. */
const line = fc.tuple(head, fields, fc.option(message)).map(([first, rest, msg]) => {
  const pairs = [...Object.entries(first), ...rest, ...(msg === null ? [] : [['msg', msg] as const])]
  return `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(',')}}`
})
const NONSENSE = ['', '"', '}', '{', ',', ':', ' ', '\\', '0', 'e', '\u0001', 'é', '[', 'null']
/** Something else at a place, or nothing. */
const spoilt = fc.tuple(line, fc.nat(), fc.constantFrom(...NONSENSE), fc.nat(3)).map(([text, at, other, less]) => {
  const place = at % (text.length + 1)
  return text.slice(0, place) + other + text.slice(place + less)
})

const judge = createJudge()
function saidOf({ format, record, millis, service, text, unreadBytes }: FoundRecord): object {
  const { signature, severityNumber, estimatedBytes, isError, isFailed } = judge(record, unreadBytes)
  const { spanContext, severityText, body } = record
  return {
    ...{ format, millis, service, text, signature, severityNumber, estimatedBytes, isError, isFailed },
    ...{ spanContext, severityText, body },
  }
}

/** Half a character is none in UTF-8. */
function readAsAnyOther(text: string): object[] {
  const found: object[] = []
  readLine(Buffer.from(text).toString(), (one) => found.push(saidOf(one)), { now: TODAY })
  return found
}

/** In the middle of others, as lines stand in a file. */
function readQuickly(quick: ReturnType<typeof createQuickPino>, text: string, behind: string): object[] | undefined {
  const own = Buffer.from(text)
  const bytes = Buffer.concat([Buffer.from('{"level":30,"time":1}\n'), own, Buffer.from(behind)])
  const found = quick(
    bytes,
    bytes.length - own.length - Buffer.byteLength(behind),
    bytes.length - Buffer.byteLength(behind),
  )
  const said = found === undefined ? undefined : [saidOf(found)]
  // As memory that is used again.
  bytes.fill(0)
  return said
}

describe('a line of pino that is read from its bytes', () => {
  it('says what JSON.parse and all behind it say, or is left to those', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.oneof(line, spoilt), fc.constantFrom('\n', '\r\n', ',"a":1}\n', '"}\n', '9'), (text, behind) => {
        const quick = createQuickPino()
        const found = readQuickly(quick, text, behind)
        // The second time its keys are known.
        expect(readQuickly(quick, text, behind)).toEqual(found)
        if (found === undefined) return
        taken++
        expect(found).toEqual(readAsAnyOther(text))
      }),
      { numRuns: 6_000 },
    )
    expect(taken).toBeGreaterThan(500)
  })

  it.each([
    '{"level":30,"time":1795651200000,"pid":1,"hostname":"h","name":"shop","req":{"id":7,"url":"/a"},"res":{"statusCode":503},"responseTime":12.5,"msg":"request completed"}',
    '{"level":50,"time":1795651200000,"pid":1,"hostname":"h","err":{"type":"Error","message":"no","stack":"Error: no\\n    at a (b.js:1:2)"},"msg":"it broke"}',
    '{"level":30,"time":1795651200000,"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","trace_flags":"01","msg":"ünï"}',
  ])('is read so if it is a usual one: %s', (text) => {
    const quick = createQuickPino()
    for (let time = 0; time < 2; time++) expect(readQuickly(quick, text, '\n')).toEqual(readAsAnyOther(text))
  })

  it('learns no more than so many orders of keys', () => {
    const quick = createQuickPino()
    let taken = 0
    for (let n = 0; n < 20_000; n++)
      if (readQuickly(quick, `{"level":30,"time":1795651200000,"k${n % 40}":1,"l${n}":2}`, '\n') !== undefined) taken++
    expect(taken).toBeGreaterThan(500)
    expect(taken).toBeLessThan(5_000)
  })
})
