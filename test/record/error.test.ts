import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { errorKindOf } from '../../src/record/error.js'
import { errorOf } from '../../src/record/error-search.js'
import { ERROR_KINDS } from '../support/error-kinds.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'

const STACK = 'Error: x\n    at somewhere (file.js:1:1)'

describe('what is an error', () => {
  it.each(ERROR_KINDS)('is real: $name', ({ make }) => {
    expect(errorKindOf(make())).toBe('real')
  })

  it('is real without its constructor in another realm, too, and behind a proxy', () => {
    expect(errorKindOf(runInNewContext('Object.assign(Object.create(Error.prototype), { message: "x" })'))).toBe('real')
    expect(errorKindOf(new Proxy(new Error('x'), {}))).toBe('real')
  })

  it.each([
    { name: 'Error', message: 'x', stack: STACK },
    { type: 'Error', message: 'x', stack: STACK },
    { message: 'x', stack: STACK },
    JSON.parse(`{"name":"a","message":"b","stack":"c","constructor":{"name":"Error"},"__proto__":{"name":"Error"}}`),
    Object.assign(Object.create(null), { name: 'Error', message: 'x', stack: STACK }),
    runInNewContext('({ name: "Error", message: "x", stack: "y" })'),
  ])('is only shaped like one as plain data: %o', (value) => {
    expect(errorKindOf(value)).toBe('shaped')
  })

  it.each([
    undefined,
    null,
    'Error: x',
    {},
    { message: 'x' },
    { message: 'x', stack: 'the MERN stack' },
    { name: 'x', stack: STACK },
    { name: 'x', message: 1, stack: STACK },
    [],
    new Map(),
    () => new Error('x'),
  ])('is not: %o', (value) => {
    expect(errorKindOf(value)).toBe('none')
  })

  it.each(HOSTILE_VALUES)('is asked without throwing: %s', (_, make) => {
    expect(() => errorKindOf(make())).not.toThrow()
    expect(() => errorOf({ exception: make(), body: make(), attributes: make() as never })).not.toThrow()
    expect(() => errorOf({ attributes: { a: make(), b: { c: make() } } })).not.toThrow()
  })
})

describe('the error of a record', () => {
  const real = new Error('real')
  const shaped = { name: 'E', message: 'shaped', stack: STACK }

  it.each([
    ['the exception', { exception: real, attributes: { err: new Error('other') } }, undefined],
    ['the body', { body: real }, undefined],
    ['an attribute', { attributes: { a: 1, err: real } }, ['err']],
    ['one object deep', { attributes: { ctx: { error: real } } }, ['ctx', 'error']],
    ['two objects deep', { attributes: { a: { b: { error: real } } } }, ['a', 'b', 'error']],
    ['in a list', { attributes: { results: [{ ok: 1 }, { reason: real }] } }, ['results', '1', 'reason']],
    [
      'a real one behind one of that shape',
      { attributes: { first: shaped, second: { err: real } } },
      ['second', 'err'],
    ],
    [
      'behind a getter that throws',
      {
        attributes: {
          a: {
            get b() {
              throw new Error('x')
            },
            c: real,
          },
        },
      },
      ['a', 'c'],
    ],
  ])('is found as %s', (_, record, path) => {
    expect(errorOf(record)).toEqual({ kind: 'real', error: real, path })
  })

  it('may be data of that shape, also the attributes as a whole', () => {
    expect(errorOf({ attributes: { body: shaped } })).toEqual({ kind: 'shaped', error: shaped, path: ['body'] })
    expect(errorOf({ attributes: { ...shaped, id: 1 } })).toMatchObject({ kind: 'shaped', path: [] })
    expect(errorOf({ exception: 'a text' })).toEqual({ kind: 'shaped', error: 'a text', path: undefined })
  })

  it('is not what is called its cause, nor deeper than two objects', () => {
    expect(errorOf({ attributes: { cause: real, ctx: { cause: real } } })).toBeUndefined()
    expect(errorOf({ attributes: { a: { b: { c: { error: real } } } } })).toBeUndefined()
  })

  it('is looked for within bounds', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, {}]))
    expect(errorOf({ attributes: { many, err: real } })).toMatchObject({ error: real })
    expect(errorOf({ attributes: { many: { ...many, err: real } } })).toBeUndefined()
  })
})
