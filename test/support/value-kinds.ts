class ObjectId {
  readonly _bsontype = 'ObjectId'
  readonly buffer = Buffer.from('507f1f77bcf86cd799439011', 'hex')
  toHexString() {
    return this.buffer.toString('hex')
  }
  toJSON() {
    return this.toHexString()
  }
}

class Decimal {
  readonly s = 1
  readonly d = [12, 5_000_000]
  toJSON() {
    return '12.5'
  }
}

class PlainDate {
  get [Symbol.toStringTag]() {
    return 'Temporal.PlainDate'
  }
  toJSON() {
    return '2026-01-31'
  }
}

export interface ValueKindUnderTest {
  readonly name: string
  readonly make: () => unknown
  readonly arrives: unknown
}

/** Values that apps log as fields, and what has to arrive of them. */
export const VALUE_KINDS: readonly ValueKindUnderTest[] = [
  { name: 'a text', make: () => 'plain', arrives: 'plain' },
  { name: 'an integer', make: () => 42, arrives: 42 },
  { name: 'a fraction', make: () => -0.25, arrives: -0.25 },
  { name: 'a boolean', make: () => false, arrives: false },
  { name: 'null', make: () => null, arrives: null },
  { name: 'null in a list', make: () => [1, null, 'a'], arrives: [1, null, 'a'] },
  { name: 'null in a map', make: () => ({ a: null, b: [null] }), arrives: { a: null, b: [null] } },
  { name: 'a BigInt', make: () => 9_007_199_254_740_993n, arrives: 9_007_199_254_740_993n },
  { name: 'a negative BigInt', make: () => -9_223_372_036_854_775_808n, arrives: -9_223_372_036_854_775_808n },
  { name: 'a BigInt beyond 64 bits', make: () => 1n << 80n, arrives: '1208925819614629174706176' },
  { name: 'BigInts in a list', make: () => [9_007_199_254_740_993n, 1n], arrives: [9_007_199_254_740_993n, 1] },
  { name: 'a Date', make: () => new Date(0), arrives: '1970-01-01T00:00:00.000Z' },
  { name: 'a URL', make: () => new URL('https://example.com/a?b=1'), arrives: 'https://example.com/a?b=1' },
  { name: 'an id of MongoDB', make: () => new ObjectId(), arrives: '507f1f77bcf86cd799439011' },
  { name: 'a decimal', make: () => new Decimal(), arrives: '12.5' },
  { name: 'a day of Temporal', make: () => new PlainDate(), arrives: '2026-01-31' },
  {
    name: 'nested objects',
    make: () => ({ a: { b: { c: [1, { d: 'x' }] } } }),
    arrives: { a: { b: { c: [1, { d: 'x' }] } } },
  },
]
