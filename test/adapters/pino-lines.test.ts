import fc from 'fast-check'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { recordOfLine } from '../../src/adapters/pino/line-record.js'
import { parseLine, parseUsualLine } from '../../src/adapters/pino/parse-line.js'

const KEYS = ['msg', 'message', 'a"b', 'é']
const NUMBERS = [0, -1.5, 1e21, 2 ** 53, 12345678901234567890n, 1796000000000]
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
    fc.constantFrom('x","msg":"y', '\\', '"', '}', ',"msg":"', '"}\n'),
    fc.constantFrom(...NUMBERS),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', ...KEYS), tie('value'), { maxKeys: 3 }),
  ),
})).value
const fields = fc.dictionary(fc.constantFrom('a', 'level', 'time', 'pid', 'hostname', ...KEYS), value, { maxKeys: 4 })
const message = fc.oneof(value, fc.constantFrom('order 17 placed', '', 'a "quoted" word', 'two\nlines'))

function lineOf(options: pino.LoggerOptions, given: object, text: unknown): string {
  const lines: string[] = []
  pino(options, { write: (line) => lines.push(line) }).info(given, text as string)
  return lines[0]!
}

/** As it is read without the way for usual lines. */
function slowly(line: string, key: string): { message: unknown; fields: unknown } {
  const { [key]: said, ...others } = parseLine(line)!
  return { message: said, fields: others }
}

describe('a line of pino', () => {
  it('is read to the same message and fields in the usual way, if it is read so at all', () => {
    let usual = 0
    const options = fc.record({
      messageKey: fc.constantFrom(...KEYS),
      nestedKey: fc.constantFrom(undefined, 'payload'),
      crlf: fc.boolean(),
      timestamp: fc.constantFrom(true, false, pino.stdTimeFunctions.isoTime),
      base: fc.constantFrom(undefined, {}, { pid: process.pid }),
    })
    fc.assert(
      fc.property(options, fields, message, ({ nestedKey, base, ...rest }, given, text) => {
        const line = lineOf({ ...rest, ...(nestedKey && { nestedKey }), ...(base && { base }) }, given, text)
        const known = parseUsualLine(line, rest.messageKey)
        if (known === undefined) return
        usual++
        expect(known).toEqual(slowly(line, rest.messageKey))
      }),
      { numRuns: 5_000, seed: 27 },
    )
    expect(usual).toBeGreaterThan(50)
  })

  it.each([
    ['fields and a text', { method: 'GET', status: 200 }, 'order 17 placed'],
    ['a text alone', {}, 'order 17 placed'],
    ['fields that are objects', { a: { msg: 'inner' } }, 'order 17 placed'],
    ['an integer that is too large for a number', { id: 12345678901234567890n }, 'order 17 placed'],
  ])('of %s is read in the usual way', (_name, given, text) => {
    const line = lineOf({}, given, text)
    expect(parseUsualLine(line, 'msg')).toEqual(slowly(line, 'msg'))
  })

  it.each([
    ['whose message had to be escaped', lineOf({}, { a: 1 }, 'a "quoted" word')],
    ['whose last field holds one of the name of the message', lineOf({}, { a: { b: 1, msg: 'inner' } }, undefined)],
    ['with a field of the name of the message', lineOf({}, { msg: 'field' }, 'text')],
    ['of another process', lineOf({}, { a: 1 }, 'text').replace(/"pid":\d+/, '"pid":1')],
    ['that does not end', lineOf({}, { a: 1 }, 'text').replace('}\n', '\n\n')],
    ['that is cut', lineOf({}, { a: 1 }, 'text').slice(0, -3)],
    ['that is no JSON', '{"level":30,"time":1,nothing,"msg":"text"}\n'],
  ])('%s is not read in the usual way', (_name, line) => {
    expect(parseUsualLine(line, 'msg')).toBeUndefined()
  })

  it('becomes a record of its message and the fields that the app gave', () => {
    const context = { timestamp: 5, severityNumber: 9, severityText: 'info', spanContext: undefined }
    const keys = { message: 'msg', error: 'err', prefix: undefined, nested: undefined }
    const trace = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7' }
    const line = lineOf({}, { a: 1, ...trace }, 'order 17 placed')
    expect(recordOfLine(line, { ...context, keys })).toEqual({
      ...context,
      instrumentationScope: { name: 'pino' },
      body: 'order 17 placed',
      attributes: { a: 1 },
      spanContext: { traceId: trace.trace_id, spanId: trace.span_id, traceFlags: 1 },
    })
  })
})
