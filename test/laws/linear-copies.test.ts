import { describe, expect, it } from 'vitest'
import { createEncoding } from '../../src/delivery/otlp/create-encoding.js'
import { earlyRecordOf } from '../../src/instance/early-record.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const redactor = createRedactor({ detect: true, paths: [], transform: undefined }, () => {})
const encoding = createEncoding('protobuf', redactor)
const { pipeline } = samplingUnderTest()

let steps = 0
/** Counts the names that are listed and the values that are read of an object, and of what it makes. */
function counted<T extends object>(target: T): T {
  return new Proxy(target, {
    ownKeys(object) {
      const keys = Reflect.ownKeys(object)
      steps += keys.length
      return keys
    },
    get(object, name) {
      steps++
      return Reflect.get(object, name)
    },
    getOwnPropertyDescriptor(object, name) {
      steps++
      return Reflect.getOwnPropertyDescriptor(object, name)
    },
  })
}

type Shape = (size: number, inner: unknown) => unknown
const list = (size: number, inner: unknown) => Array.from({ length: size }, () => inner)
const SHAPES: Readonly<Record<string, Shape>> = {
  'an object': (size, inner) => counted(Object.fromEntries(list(size, inner).map((value, i) => [`name${i}`, value]))),
  'a list': (size, inner) => counted(list(size, inner)),
  'a tower': (size, inner) => {
    let tower = inner
    for (let i = 0; i < size; i++) tower = counted({ tower })
    return tower
  },
  'an error': (size, inner) =>
    Object.assign(
      new Error('x'),
      { code: 'E' },
      Object.fromEntries(list(size, inner).map((each, i) => [`name${i}`, each])),
    ),
  'a chain of causes': (size, inner) => {
    let cause: unknown = inner
    for (let i = 0; i < size; i++) cause = counted(new Error('x', { cause }))
    return cause
  },
  'gathered errors': (size, inner) => counted(new AggregateError(list(size, inner))),
  'data in the shape of an error': (size, inner) =>
    counted({ name: 'E', message: 'x', stack: 'E: x\n at y', errors: list(size, inner), cause: inner }),
  'a text': (size) => 'x'.repeat(size),
}
const PLACES: Readonly<Record<string, (value: unknown) => LogRecord>> = {
  'as body': (body) => ({ severityNumber: 9, body }),
  'as attributes': (value) => ({ severityNumber: 9, attributes: value as Record<string, unknown> }),
  'as an attribute': (value) => ({ severityNumber: 9, attributes: { status: 500, value } }),
  'as exception': (exception) => ({ severityNumber: 9, exception }),
}
const SIZE = 300

/** Of a shape whose elements are all of another: as large outside as inside. */
function stepsFor(outer: Shape, inner: Shape, place: (value: unknown) => LogRecord, size: number): number {
  const value = outer(size, inner(size, 1))
  steps = 0
  const record = place(value)
  pipeline.sample(record)
  encoding.encodeRecord(record, {}, 0)
  earlyRecordOf(record, 0)
  return steps
}

describe('the work that a value makes', () => {
  for (const [outerName, outer] of Object.entries(SHAPES)) {
    it.each(Object.keys(SHAPES))(`grows with its size, no faster: ${outerName} of %s`, (innerName) => {
      for (const [placeName, place] of Object.entries(PLACES)) {
        const short = stepsFor(outer, SHAPES[innerName]!, place, SIZE)
        const long = stepsFor(outer, SHAPES[innerName]!, place, 4 * SIZE)
        expect(long, `${placeName}: ${short} → ${long} steps`).toBeLessThan(6 * Math.max(short, 100))
      }
    })
  }

  it('is little for what has a longer text than it has parts', () => {
    let doubled: unknown[] = ['x'.repeat(100)]
    for (let i = 0; i < 60; i++) doubled = [doubled, doubled]
    const key = counted({ toString: () => expect.fail('nobody asks for the text of a key') })
    for (const value of [
      new Map<unknown, unknown>([
        [doubled, 1],
        [key, 2],
      ]),
      1n << 10_000_000n,
      doubled,
    ]) {
      const record = { severityNumber: 9, attributes: { value } }
      expect(pipeline.sample(record).reason).not.toBe('failed_open')
      expect(encoding.encodeRecord(record, {}, 0).bytes.length).toBeLessThan(200_000)
    }
  })
})
