import { describe, expect, it } from 'vitest'
import { exceptionAttributes, plainExceptionAttributes } from '../../src/values/exception-attributes.js'
import { safeValue } from '../../src/values/safe-value.js'
import { createSizeBudget } from '../../src/values/size-budget.js'
import { plainValue } from '../../src/values/value-types.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const copyOf = (value: unknown) => {
  const budget = createSizeBudget()
  const copy = safeValue(value, budget)
  return { value: copy === undefined ? undefined : plainValue(copy), cut: budget.cut }
}
const asJson = (value: unknown) =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v instanceof Uint8Array ? v.length : v))

describe('the copy of a value', () => {
  it.each([
    ['a boxed number', Object(7), 7],
    ['a boxed text', Object('a'), 'a'],
    ['a boxed boolean', Object(false), false],
    ['search parameters', new URLSearchParams({ a: '1' }), 'a=1'],
    ['an invalid date', new Date(Number.NaN), 'Invalid Date'],
    ['a hole in a list', [1, undefined, 2], [1, null, 2]],
    ['undefined in a map', { a: undefined, b: 1 }, { b: 1 }],
    ['a set', new Set([1, null]), [1, null]],
    ['a map', new Map<unknown, unknown>([['a', null]]), { a: null }],
  ])('shows %s as JSON would, or better', (_, value, expected) => {
    expect(asJson(copyOf(value).value)).toBe(asJson(expected))
  })

  it('calls no toJSON but that of a kind that is known to be harmless', () => {
    let calls = 0
    const toJSON = () => {
      calls++
      return 'called'
    }
    class Account {
      readonly id = 1
      toJSON = toJSON
    }
    expect(asJson(copyOf(new Account()).value)).toContain('"id":1')
    // Plain data may carry the marks of a kind, as anybody can send them.
    for (const data of [{ _bsontype: 'ObjectId' }, { _isBigNumber: true, c: [1] }, { $isDayjsObject: true }])
      expect(copyOf({ ...data, toJSON }).value).toMatchObject(data)
    expect(calls).toBe(0)
  })

  it('survives a known kind whose toJSON does what it should not', () => {
    class Decimal {
      readonly digits = [1]
      toJSON(): unknown {
        throw new Error('no')
      }
    }
    expect(copyOf({ a: new Decimal(), b: 1 }).value).toEqual({ a: '[unreadable]', b: 1 })
    Decimal.prototype.toJSON = () => ({ not: 'a text' })
    expect(copyOf({ a: new Decimal() }).value).toEqual({ a: { digits: [1] } })
    Decimal.prototype.toJSON = () => '9'.repeat(1_000_000)
    expect(asJson(copyOf(new Decimal()).value).length).toBeLessThan(40_000)
  })

  it('counts what it cuts', () => {
    expect(copyOf({ a: [1, 2], b: 'x' }).cut).toBe(0)
    expect(copyOf('x'.repeat(40_000)).cut).toBe(1)
    expect(copyOf(Array.from({ length: 300 }, () => 1)).cut).toBe(1)
    expect(copyOf(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, 1]))).cut).toBe(1)
    let deep: unknown = 1
    for (let i = 0; i < 20; i++) deep = { deep }
    expect(copyOf(deep)).toMatchObject({ cut: 1 })
    expect(asJson(copyOf(deep).value)).toContain('[truncated]')
  })
})

describe('an error as data', () => {
  const found = (error: unknown) => ({ kind: 'real' as const, error, path: undefined })

  it('is whole: class, message, stack, code, fields, causes, and errors that it gathers', () => {
    const error = Object.assign(
      new AggregateError([new RangeError('one'), 'two'], 'many', { cause: new TypeError('why', { cause: 'a text' }) }),
      { code: 'E_MANY', statusCode: 502, details: { tries: 3 } },
    )
    expect(plainExceptionAttributes(found(error))).toMatchObject({
      'exception.type': 'AggregateError',
      'exception.message': 'many',
      'exception.stacktrace': expect.stringContaining('AggregateError: many'),
      'exception.code': 'E_MANY',
      'exception.fields': { statusCode: 502, details: { tries: 3 } },
      'exception.cause': { type: 'TypeError', message: 'why', cause: 'a text' },
      'exception.errors': [{ type: 'RangeError', message: 'one' }, 'two'],
    })
  })

  it('names what hangs on it and is no data, and stays within its bounds', () => {
    class Socket {
      readonly buffer = 'x'.repeat(10_000)
    }
    const error = Object.assign(new Error('request failed'), {
      request: new Socket(),
      config: { agent: new Socket(), url: '/a' },
      lines: Array.from({ length: 100 }, () => 'y'.repeat(1_000)),
      ...Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field${i}`, i])),
    })
    const budget = createSizeBudget()
    const attributes = new Map(exceptionAttributes(found(error), budget))
    const fields = asJson(plainValue(attributes.get('exception.fields')!))
    expect(fields).toContain('"request":"[Socket]","config":{"agent":"[Socket]","url":"/a"}')
    expect(fields.length).toBeLessThan(12_000)
    expect(budget.cut).toBeGreaterThan(0)
  })

  it('ends a chain of causes that has no end', () => {
    const error = new Error('again')
    error.cause = error
    expect(plainExceptionAttributes(found(error))).toMatchObject({ 'exception.cause': { cause: '[circular]' } })
    let long = new Error('last')
    for (let i = 0; i < 1_000; i++) long = new Error(`${i}`, { cause: long })
    expect(asJson(plainExceptionAttributes(found(long))).length).toBeLessThan(80_000)
  })

  it('has no colours of a terminal', () => {
    const error = Object.assign(new Error('\x1b[31mred\x1b[0m'), { stack: '\x1b[31mError: red\x1b[0m\n    at x' })
    expect(plainExceptionAttributes(found(error))).toMatchObject({
      'exception.message': 'red',
      'exception.stacktrace': 'Error: red\n    at x',
    })
  })

  it.each(HOSTILE_VALUES)('is made of anything without throwing: %s', (_, make) => {
    const error = Object.assign(new Error('x'), { field: make(), cause: make(), errors: make() })
    for (const given of [make(), error]) {
      const attributes = plainExceptionAttributes(found(given))
      expect(asJson(attributes).length).toBeLessThan(512 * 1024)
    }
  })
})
