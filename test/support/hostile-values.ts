/** More than a call takes as arguments, and than any bound. */
const MANY = 200_000

/** Values that break loggers: each is made anew, because some can only be used once. */
export const HOSTILE_VALUES: readonly (readonly [name: string, make: () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['-0', () => -0],
  ['2^53', () => 2 ** 53],
  ['1e308', () => 1e308],
  ['negative integer', () => -17],
  ['BigInt', () => 12n],
  ['BigInt beyond 64 bits', () => 1n << 80n],
  ['symbol', () => Symbol('s')],
  ['function', () => () => 1],
  ['class', () => class A {}],
  ['empty string', () => ''],
  ['lone high surrogate', () => 'a\ud800b'],
  ['lone low surrogate', () => '\udc00'],
  ['NUL', () => 'a\0b'],
  ['emoji', () => '💥'],
  ['1 MB string', () => 'x'.repeat(1_000_000)],
  ['1 MB of surrogates', () => '\ud800'.repeat(500_000)],
  ['empty object', () => ({})],
  ['null prototype', () => Object.assign(Object.create(null), { a: 1 })],
  ['__proto__ key', () => JSON.parse('{"__proto__":{"polluted":true}}')],
  ['constructor key', () => ({ constructor: 1, prototype: 2 })],
  ['lone surrogate key', () => ({ '\ud800': 1 })],
  ['empty key', () => ({ '': 1 })],
  ['symbol key', () => ({ [Symbol('s')]: 1 })],
  [
    'throwing getter',
    () => ({
      get a() {
        throw new Error('getter')
      },
    }),
  ],
  [
    'getter that throws no error',
    () => ({
      get a() {
        throw null
      },
    }),
  ],
  [
    'circular object',
    () => {
      const a: Record<string, unknown> = {}
      a['self'] = a
      return a
    },
  ],
  [
    'circular array',
    () => {
      const a: unknown[] = []
      a.push(a)
      return a
    },
  ],
  [
    'mutual circle',
    () => {
      const a: Record<string, unknown> = {}
      a['b'] = { a }
      return a
    },
  ],
  [
    'very deep object',
    () => {
      let a: unknown = 1
      for (let i = 0; i < 5_000; i++) a = { a }
      return a
    },
  ],
  ['wide object', () => Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]))],
  [
    'bushy object',
    () => {
      const leaf = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]))
      const mid = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, leaf]))
      return { mid, more: [mid, mid] }
    },
  ],
  ['two hundred thousand items', () => new Array(MANY).fill(1)],
  [
    'sparse array',
    () => {
      const a: number[] = []
      a[MANY] = 1
      return a
    },
  ],
  ['typed array', () => new Float64Array(1_000)],
  ['bytes', () => new Uint8Array([1, 2, 3])],
  ['two hundred thousand bytes', () => new Uint8Array(MANY)],
  ['ArrayBuffer', () => new ArrayBuffer(8)],
  ['DataView', () => new DataView(new ArrayBuffer(8))],
  ['Date', () => new Date(0)],
  ['invalid Date', () => new Date(Number.NaN)],
  ['RegExp', () => /x/g],
  ['URL', () => new URL('http://user:pass@example.com/')],
  [
    'Map',
    () =>
      new Map<unknown, unknown>([
        [{}, 1],
        ['a', new Map()],
      ]),
  ],
  [
    'Map in itself',
    () => {
      const m = new Map<string, unknown>()
      m.set('m', m)
      return m
    },
  ],
  ['Map with long keys', () => new Map(Array.from({ length: 100 }, (_, i) => [`${i}${'k'.repeat(10_000)}`, 1]))],
  ['Date with a hostile toISOString', () => Object.assign(new Date(0), { toISOString: () => ({}) })],
  ['Set', () => new Set([1, 'a', {}])],
  ['WeakMap', () => new WeakMap()],
  ['Promise', () => Promise.resolve(1)],
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the point
  ['rejecting thenable', () => ({ then: (_: unknown, reject: (e: unknown) => void) => reject(new Error('x')) })],
  ['Error', () => new Error('boom')],
  [
    'Error with a cause in itself',
    () => {
      const e = new Error('a')
      e.cause = e
      return e
    },
  ],
  [
    'Error with hostile message',
    () =>
      Object.defineProperty(new Error('x'), 'message', {
        get() {
          throw new Error('m')
        },
      }),
  ],
  [
    'Error with hostile stack',
    () =>
      Object.defineProperty(new Error('x'), 'stack', {
        get() {
          throw new Error('m')
        },
      }),
  ],
  ['AggregateError', () => new AggregateError([new Error('a'), new Error('b')], 'many')],
  [
    'revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  [
    'proxy that throws',
    () =>
      new Proxy(
        { a: 1 },
        {
          get() {
            throw new Error('get')
          },
          ownKeys() {
            throw new Error('keys')
          },
        },
      ),
  ],
  [
    'proxy that lies',
    () =>
      new Proxy(
        {},
        { ownKeys: () => ['a', 'b'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
      ),
  ],
  [
    'hostile toString',
    () => ({
      toString() {
        throw new Error('s')
      },
      valueOf() {
        throw new Error('v')
      },
    }),
  ],
  [
    'hostile toJSON',
    () => ({
      toJSON() {
        throw new Error('j')
      },
    }),
  ],
  [
    'hostile toPrimitive',
    () => ({
      [Symbol.toPrimitive]() {
        throw new Error('p')
      },
    }),
  ],
  ['boxed primitives', () => [Object(1), Object('a'), Object(true)]],
  ['globalThis', () => globalThis],
  ['module namespace', () => process.versions],
]
