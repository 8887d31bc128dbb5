import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adviceOf } from '../../src/advice/advice.js'
import type { AdviceKind } from '../../src/advice/advice-kinds.js'
import type { LoggedPattern } from '../../src/advice/logged-pattern.js'
import { CLASSES } from '../../src/classes/classify.js'

let sequence = 0
const pattern = (row: Partial<LoggedPattern>): LoggedPattern => {
  const records = row.records ?? 100
  return {
    signature: String(++sequence).padStart(16, '0'),
    check: '',
    template: `line ${sequence}`,
    severity: 'INFO',
    class: 'unknown',
    services: ['shop'],
    records,
    sent: records,
    bytes: records * 300,
    errors: 0,
    ...row,
  }
}
const PRICE = 1e-9
const of = (patterns: LoggedPattern[], fields: { name: string; bytes: number }[] = []) =>
  adviceOf({ patterns, fields, usdPerByte: PRICE })
const kinds = (patterns: LoggedPattern[], fields?: { name: string; bytes: number }[]): AdviceKind[] =>
  of(patterns, fields).map(({ kind }) => kind)
/** Nothing is said of these. */
const quiet = Array.from({ length: 30 }, (_, i) =>
  pattern({ template: `quiet ${'abcdefghijklmnopqrstuvwxyzABCD'[i]} x`, records: 100 + i }),
)
const steady = quiet.map((one, i) => ({ ...one, template: `${'step '.repeat(i + 1)}done` }))

describe('advice at the source', () => {
  it('is none where no line stands out', () => {
    expect(of(steady)).toEqual([])
  })

  it('is to log at debug what costs much at INFO, and what that saves a month', () => {
    const dear = pattern({ template: 'incoming request', records: 900 })
    const [advice] = of([...steady, dear])
    expect(advice).toMatchObject({ kind: 'debug', template: 'incoming request', bytes: 270_000, savedBytes: 270_000 })
    expect(advice?.usd).toBeCloseTo(270_000 * PRICE, 12)
    expect(advice?.savedUsd).toBe(advice?.usd)
    expect(advice?.share).toBeCloseTo(270_000 / (270_000 + steady.reduce((sum, { bytes }) => sum + bytes, 0)), 9)
  })

  it('is to raise the level where DEBUG is sent', () => {
    expect(kinds([...steady, pattern({ severity: 'DEBUG', records: 900 })])).toEqual(['level'])
  })

  it('is to log an id in place of what makes records twice as large as usual, if the text does not', () => {
    const large = pattern({ severity: 'WARNING', bytes: 100 * 3_000 })
    expect(of([...steady, large])).toMatchObject([
      { kind: 'large_records', bytesPerRecord: 3_000, usualBytes: 300, savedBytes: 100 * 2_700 },
    ])
    expect(kinds([...steady, { ...large, template: 'word '.repeat(560) }])).toEqual([])
  })

  it('is to leave a field out that doubles what records take', () => {
    const all = steady.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(of(steady, [{ name: 'context', bytes: all * 0.6 }])).toMatchObject([
      { kind: 'field', field: 'context', savedBytes: all * 0.6 },
    ])
    expect(kinds(steady, [{ name: 'context', bytes: all * 0.4 }])).toEqual([])
  })

  it('is to log once behind a loop what comes ten times as often as any other line of its service', () => {
    const inLoop = pattern({ severity: 'WARNING', template: 'item saved', services: ['import'], records: 5_000 })
    const outer = pattern({ severity: 'WARNING', template: 'file read', services: ['import'], records: 100 })
    expect(of([...steady, inLoop, outer])).toMatchObject([
      { kind: 'loop', template: 'item saved', times: 50, beside: 'file read', savedBytes: inLoop.bytes * 0.98 },
    ])
    expect(kinds([...steady, inLoop, { ...outer, records: 1_000 }])).toEqual([])
  })

  it('is that one of several services is enough for the same line: the largest stays', () => {
    const name = { signature: 'f'.repeat(16), template: 'request finished', severity: 'WARNING' }
    const advice = of([
      ...steady,
      pattern({ ...name, services: ['gate'], records: 300 }),
      pattern({ ...name, services: ['shop'], records: 200 }),
    ])
    expect(advice).toMatchObject([
      { kind: 'duplicate', services: ['gate', 'shop'], records: 500, bytes: 150_000, savedBytes: 60_000 },
    ])
  })

  it('is a format string where a word in a text makes a pattern of each value', () => {
    const names = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron']
    const many = names.map((name) => pattern({ template: `tenant ${name} was migrated`, records: 1, bytes: 300 }))
    expect(of([...steady, ...many])).toMatchObject([
      { kind: 'format_string', template: 'tenant <+> was migrated', patterns: 8, records: 8, savedBytes: 0 },
    ])
  })

  it('counts what is paid for: a line that sampling thins to nothing is not dear', () => {
    expect(kinds([...steady, pattern({ records: 1e6, sent: 1, bytes: 300 })])).toEqual([])
  })

  it('says no money where a month or the price is not known', () => {
    const [advice] = adviceOf({ patterns: [...steady, pattern({ records: 900 })], fields: [], usdPerByte: undefined })
    expect(advice).toMatchObject({ kind: 'debug', usd: undefined, savedUsd: undefined })
  })
})

describe('any advice', () => {
  const count = fc.integer({ min: 0, max: 5_000 })
  const rows = fc.array(
    fc.record({
      template: fc.constantFrom('a b', 'a c', 'order paid', 'x', 'tenant amber was migrated', ''),
      severity: fc.constantFrom('DEBUG', 'INFO', 'WARNING', 'ERROR', ''),
      class: fc.constantFrom(...CLASSES),
      services: fc.constantFrom(['a'], ['b'], ['a', 'b'], []),
      records: count,
      sent: count,
      bytes: fc.integer({ min: 0, max: 1e6 }),
      errors: fc.constantFrom(0, 0, 1),
      signature: fc.constantFrom('1', '2', '3', '4'),
    }),
    { maxLength: 40 },
  )

  it('is bounded, saves no more than it costs and nothing that somebody needs', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const advice = of(some.map((row) => pattern({ ...row, sent: Math.min(row.sent, row.records) })))
        expect(advice.length).toBeLessThanOrEqual(30)
        for (const one of advice) {
          expect(one.savedBytes).toBeGreaterThanOrEqual(0)
          expect(one.savedBytes).toBeLessThanOrEqual(one.bytes)
          expect(one.share).toBeLessThanOrEqual(1)
        }
        const needed = new Set(['error', 'security', 'audit', 'business'])
        const dropped = advice.filter(({ kind }) => ['debug', 'level', 'loop'].includes(kind))
        for (const { template, signature, bytes } of dropped)
          expect(
            some.some(
              (row) =>
                row.template === template &&
                row.signature === signature &&
                row.bytes === bytes &&
                !needed.has(row.class) &&
                row.errors === 0,
            ),
          ).toBe(true)
      }),
    )
  })
})
