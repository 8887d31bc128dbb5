import { describe, expect, it } from 'vitest'
import { safeValue } from '../../src/values/safe-value.js'
import { createSizeBudget } from '../../src/values/size-budget.js'
import { plainValue } from '../../src/values/value-types.js'

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
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a URL', new URL('https://example.com/a'), 'https://example.com/a'],
    ['a pattern', /a+/g, '/a+/g'],
    ['floats', new Float64Array(3), '[Float64Array]'],
    ['no number', Number.NaN, 'NaN'],
    ['an integer that OTLP has', 5n, 5n],
    ['an integer that is too large for it', 1n << 63n, '9223372036854775808'],
    ['a symbol', Symbol('s'), '[symbol]'],
    ['a function', () => {}, '[function]'],
    ['null', null, null],
    ['undefined', undefined, undefined],
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

  it('marks what throws when it is read, and keeps the rest', () => {
    const value = {
      a: 1,
      get b() {
        throw new Error('getter')
      },
    }
    expect(copyOf(value).value).toEqual({ a: 1, b: '[unreadable]' })
    const ownKeys = () => {
      throw new Error('trap')
    }
    expect(copyOf(new Proxy({}, { ownKeys })).value).toBe('[unreadable]')
  })

  it('pollutes no prototype', () => {
    const { value } = copyOf(JSON.parse('{"__proto__":{"polluted":true}}'))
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
