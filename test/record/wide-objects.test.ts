import { beforeEach, describe, expect, it } from 'vitest'
import { fieldsOf } from '../../src/delivery/otlp/record-fields.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const redactor = createRedactor({ detect: true, paths: [], transform: undefined }, () => {})
const manyNames = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`name${i}`, i]))
const sent = (record: LogRecord) => fieldsOf(record, {}, 0, redactor)
const namesSent = (record: LogRecord) => sent(record).attributes.map(([name]) => name)

describe('an error behind any number of attributes', () => {
  const { pipeline } = samplingUnderTest()
  const err = new TypeError('broken')
  const stack = 'E: x\n    at y'
  const ERRORS: Readonly<Record<string, object>> = {
    'exception.type': { 'exception.type': 'E', 'exception.message': 'x', 'exception.stacktrace': stack },
    'an Error': { err },
    'an Error within an object': { error: { inner: err } },
    'data in the shape of one': { err: { name: 'E', message: 'x', stack } },
  }

  for (const count of [0, 127, 128, 500, 1_000]) {
    it.each(Object.entries(ERRORS))(`makes the record one of an error, and is sent (${count}): %s`, (_, error) => {
      const record = { severityNumber: 9, body: 'x', attributes: { ...manyNames(count), ...error, last: 1 } }
      expect(pipeline.sample(record).reason).toBe('error')
      expect(namesSent(record)).toEqual(expect.arrayContaining(['exception.type', 'exception.message']))
    })
  }

  it.each(Object.entries(ERRORS))('of tens of thousands, where it is called as one: %s', (_, error) => {
    const record = { severityNumber: 9, body: 'x', attributes: { ...manyNames(60_000), ...error, last: 1 } }
    expect(pipeline.sample(record).reason).toBe('error')
    expect(namesSent(record)).toContain('exception.type')
  })
})

describe('the work that a record with very many names makes', () => {
  let lists = 0
  let reads = 0
  const COUNT = 40_000
  const names = Object.keys(manyNames(COUNT))
  /** Counts how often all of its names are listed, and how many values are read. */
  const counted = () =>
    new Proxy(Object.create(null) as Record<string, unknown>, {
      ownKeys() {
        lists++
        return names
      },
      get(_, name) {
        reads++
        return String(name).startsWith('name') ? 1 : undefined
      },
      getOwnPropertyDescriptor: (_, name) =>
        String(name).startsWith('name') ? { value: 1, enumerable: true, configurable: true } : undefined,
    })
  beforeEach(() => {
    lists = reads = 0
  })

  const SHAPES: Readonly<Record<string, () => LogRecord>> = {
    'as attributes': () => ({ body: 'x', attributes: counted() }),
    'as an attribute': () => ({ body: 'x', attributes: { value: counted() } }),
    'as a nested attribute': () => ({ body: 'x', attributes: { a: { b: { value: counted() } } } }),
    'as body': () => ({ body: counted() }),
    'in a list': () => ({ body: 'x', attributes: { list: [1, counted()] } }),
  }

  it.each(Object.entries(SHAPES))('is two lists of them and a bounded number of values: %s', (_, make) => {
    const { pipeline } = samplingUnderTest()
    for (const severityNumber of [9, 17]) {
      lists = reads = 0
      const record = { ...make(), severityNumber }
      pipeline.sample(record)
      // A body is signed by its names, too.
      expect(lists).toBeLessThanOrEqual(typeof record.body === 'object' ? 2 : 1)
      sent(record)
      expect(lists).toBeLessThanOrEqual(2)
      expect(reads).toBeLessThanOrEqual(3_000)
    }
  })

  it('does not hide how many were left out', () => {
    const { pipeline } = samplingUnderTest()
    for (const attributes of [manyNames(300), manyNames(5_000), counted()]) {
      const record = { severityNumber: 9, body: 'x', attributes }
      pipeline.sample(record)
      const count = Object.keys(attributes).length
      expect(sent(record).droppedAttributesCount).toBe(count - 128)
      expect(Object.fromEntries(sent(record).attributes)['lipservice.truncated']).toBe(count - 128)
    }
  })

  it('is done anew for the next record: what it had been is not what it is', () => {
    const { pipeline } = samplingUnderTest()
    const attributes: Record<string, unknown> = manyNames(2_000)
    for (const name of ['name1', 'name2']) {
      const record = { severityNumber: 9, body: 'x', attributes }
      pipeline.sample(record)
      expect(namesSent(record)).toContain(name)
      delete attributes[name]
      pipeline.sample(record)
      expect(namesSent(record)).not.toContain(name)
    }
  })
})
