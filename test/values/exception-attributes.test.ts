import { describe, expect, it } from 'vitest'
import { exceptionAttributes, plainExceptionAttributes } from '../../src/values/exception-attributes.js'
import { createSizeBudget } from '../../src/values/size-budget.js'
import { plainValue } from '../../src/values/value-types.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const asJson = (value: unknown) =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v instanceof Uint8Array ? v.length : v))

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
