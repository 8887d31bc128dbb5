import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decidingSeverityOf, severityNumberOf, severityToSend } from '../../src/record/severity.js'
import { severityInText } from '../../src/record/severity-in-text.js'
import { severityOfWord, severityWordOf } from '../../src/record/severity-words.js'

const NAMES: Readonly<Record<string, number>> = {
  trace: 1,
  TRACE4: 4,
  silly: 1,
  FINEST: 1,
  debug: 5,
  Debug2: 6,
  verbose: 5,
  FINE: 6,
  CONFIG: 7,
  info: 9,
  Information: 9,
  informational: 9,
  notice: 10,
  warn: 13,
  WARNING: 13,
  WARN3: 15,
  error: 17,
  ERR: 17,
  SEVERE: 17,
  ERROR2: 18,
  fatal: 21,
  CRITICAL: 21,
  crit: 21,
  alert: 22,
  emerg: 24,
  panic: 24,
}
const inAnyCase = (word: string) => fc.mixedCase(fc.constant(word))

describe('the severity of a level', () => {
  it('is known by any name that loggers use, in any case, coloured, with spaces around', () => {
    const name = fc.constantFrom(...Object.keys(NAMES)).chain((word) => fc.tuple(fc.constant(word), inAnyCase(word)))
    const around = fc.constantFrom(
      (text: string) => text,
      (text: string) => ` ${text}\t`,
      (text: string) => `\x1b[1;31m${text}\x1b[39;22m`,
    )
    fc.assert(
      fc.property(name, around, ([word, spelled], put) => {
        expect(severityOfWord(put(spelled))).toBe(NAMES[word])
      }),
    )
  })

  it('is that of OpenTelemetry for each of its short names, and for its numbers as text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), (number) => {
        const nth = ((number - 1) % 4) + 1
        expect(severityOfWord(`${severityWordOf(number).toUpperCase()}${nth === 1 ? '' : nth}`)).toBe(number)
        expect(severityOfWord(String(number))).toBe(number)
        expect(severityNumberOf({ severityNumber: String(number) as never })).toBe(number)
        expect(severityNumberOf({ severityNumber: number, severityText: 'anything' })).toBe(number)
      }),
    )
  })

  it('is unknown for anything else', () => {
    for (const text of ['', 'gold', '0', '25', '-1', '1e1', 'error5', 'warnn', 'x'.repeat(1_000)])
      expect(severityOfWord(text)).toBe(0)
    for (const severityNumber of [0, 25, -3, Number.NaN, 1e9]) expect(severityNumberOf({ severityNumber })).toBe(0)
  })
})

describe('the severity that a text says of itself', () => {
  it.each([
    ['{"level":"error","msg":"a"}', 17],
    ['{"msg":"a","time":1,"level":50}\n', 17],
    ['{ "severity" : "WARNING", "message": "x" }', 13],
    ['{"log.level":"fatal"}', 21],
    ['{"a":{"level":"debug"},"list":[{"level":"debug"}],"lvl":"error"}', 17],
    ['{"msg":"say \\"level\\":\\"debug\\"","level":"warn"}', 13],
    ['level=error msg="payment failed"', 17],
    ['ts=2026-01-01T00:00:00Z caller=a.go:1 level=warn msg=x', 13],
    ['msg="level=debug" severity=critical', 21],
    ['lvl=eror', 17],
  ])('is read of a line of JSON or logfmt: %s', (text, expected) => {
    expect(severityInText(text)).toBe(expected)
  })

  it.each([
    'payment failed {"level":"error"}',
    'he said level=error',
    'user=ann said level=error',
    '{"user":{"level":"error"}}',
    '{"msg":"\\"level\\":\\"error\\""}',
    '{"level":"error"',
    '["level","error"]',
    '{"level":3}',
    '{"level":"gold"}',
    '{"levels":"error"}',
    `{"text":"${'x'.repeat(5_000)}","level":"error"}`,
    '"level":"error"',
    '=error',
    '',
  ])('is never taken out of the middle of a text, nor from elsewhere: %s', (text) => {
    expect(severityInText(text)).toBe(0)
  })

  it('agrees with JSON.parse for the first level key of any object', () => {
    const key = fc.constantFrom('level', 'severity', 'msg', 'user', 'a b', 'level"x', '\\')
    const leaf = fc.oneof(fc.string(), fc.constantFrom('error', 'warn', 'nonsense'), fc.integer(), fc.constant(null))
    const value = fc.oneof(leaf, fc.dictionary(key, leaf, { maxKeys: 3 }), fc.array(leaf, { maxLength: 3 }))
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 5 }), fc.boolean(), (fields, isSpaced) => {
        const text = JSON.stringify(fields, null, isSpaced ? 1 : 0)
        fc.pre(text.length <= 1_000)
        const named = Object.keys(fields).find((name) => name === 'level' || name === 'severity')
        const said = named === undefined ? undefined : fields[named]
        const isNumber = typeof said === 'number' && said >= 10 && said < 70 && said % 10 === 0
        const isDigits = typeof said === 'string' && /^\d/.test(said)
        fc.pre(!isDigits)
        const expected = isNumber ? (said / 10 - 1) * 4 + 1 : typeof said === 'string' ? severityOfWord(said) : 0
        expect(severityInText(text)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('takes time in proportion to nothing but a bounded start of the text', () => {
    const nested = `{${'"a":['.repeat(200_000)}}`
    expect(severityInText(nested)).toBe(0)
    expect(severityInText(`${'a=b '.repeat(200_000)}level=error`)).toBe(0)
  })

  it('is sent as it is, and may only raise a decision', () => {
    const body = (level: string) => ({ body: `{"level":"${level}"}` })
    expect([severityToSend(body('debug')), decidingSeverityOf(body('debug'))]).toEqual([5, 0])
    expect([severityToSend(body('warn')), decidingSeverityOf(body('warn'))]).toEqual([13, 13])
    expect([severityToSend(body('error')), decidingSeverityOf(body('error'))]).toEqual([17, 17])
    expect(decidingSeverityOf({ severityNumber: 9, ...body('error') })).toBe(9)
    expect(decidingSeverityOf({ body: { level: 'error', msg: 'x' } })).toBe(17)
  })
})
