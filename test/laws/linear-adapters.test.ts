import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import { beforeEach, describe, expect, it } from 'vitest'
import { readCall, recordsOfCall } from '../../src/adapters/nest/call-records.js'
import { stampedRecord } from '../../src/adapters/opentelemetry/stamped-record.js'
import { recordOfInfo } from '../../src/adapters/winston/info-record.js'
import { fieldsOf } from '../../src/delivery/otlp/record-fields.js'
import { createCompletion } from '../../src/destinations/complete-record.js'
import { createContextShipper } from '../../src/destinations/context-shipper.js'
import type { Shipper } from '../../src/destinations/shipper.js'
import { withLogContext } from '../../src/index.js'
import { copiedFields, leftOutOf } from '../../src/record/copied-fields.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { beginRecord } from '../../src/record/wide-objects.js'
import { createRedactor } from '../../src/redaction/redactor.js'
import type { KeepDecision } from '../../src/sampling/decision.js'
import { samplingUnderTest } from '../support/sampling-under-test.js'

const MAX_ATTRIBUTES = 128
const { pipeline } = samplingUnderTest()
const redactor = createRedactor({ detect: true, paths: [], transform: undefined }, () => {})
const decision = { keep: true } as KeepDecision

let lists = 0
let reads = 0
/** An object of so many fields that counts how often all of its names are listed, and how many values are read. */
function counted(count: number): Record<string, unknown> {
  // One says what happened: some adapters take it out.
  const names = ['msg', ...Array.from({ length: count - 1 }, (_, i) => `name${i}`)]
  const has = (name: unknown) => name === 'msg' || String(name).startsWith('name')
  return new Proxy<Record<string, unknown>>(
    {},
    {
      ownKeys() {
        lists++
        return names
      },
      get(_, name) {
        reads++
        return has(name) ? 'value' : undefined
      },
      getOwnPropertyDescriptor: (_, name) =>
        has(name) ? { value: 'value', enumerable: true, configurable: true, writable: true } : undefined,
    },
  )
}

/** What adapters and shippers make of an object of the app, before it is encoded. */
const COPIES: Readonly<Record<string, (given: Record<string, unknown>) => LogRecord>> = {
  'a call of winston': (info) =>
    recordOfInfo(info, {
      timestamp: 0,
      severityNumber: 9,
      severityText: 'info',
      spanContext: undefined,
      call: { error: undefined, text: 'x' },
    }),
  'a message of winston': (message) =>
    recordOfInfo(
      { message },
      {
        timestamp: 0,
        severityNumber: 9,
        severityText: 'info',
        spanContext: undefined,
        call: { error: undefined, text: 'x' },
      },
    ),
  'a call of Nest': (fields) => recordsOfCall('log', readCall('log', ['x', fields], 'ctx'), 0, undefined)[0]!,
  'a record for the provider of the app': (attributes) => {
    const record = { body: 'x', severityNumber: 9, attributes } as ApiLogRecord
    pipeline.sample(record as LogRecord)
    return stampedRecord(record, {}) as LogRecord
  },
  'a record within a log context': (attributes) => {
    let shipped: LogRecord | undefined
    const shipper = { ship: (record: LogRecord) => (shipped = record) } as unknown as Shipper
    const record = { body: 'x', severityNumber: 9, attributes }
    pipeline.sample(record)
    withLogContext({ tenant: 't' }, () =>
      createContextShipper(
        shipper,
        createCompletion(() => undefined),
      ).ship(record, decision),
    )
    return shipped!
  },
}

describe('an object of very many fields', () => {
  beforeEach(() => {
    beginRecord()
    lists = reads = 0
  })

  it.each(Object.entries(COPIES))('is listed twice at most and hardly read: %s', (_, copy) => {
    const record = copy(counted(60_000))
    fieldsOf(record, {}, 0, redactor)
    expect(lists).toBeLessThanOrEqual(2)
    expect(lists).toBeGreaterThan(0)
    expect(reads).toBeLessThanOrEqual(6_000)
    expect(Object.keys(record.attributes!).length).toBeLessThan(1_100)
  })

  it.each(Object.entries(COPIES))('tells how much of it is left out: %s', (_, copy) => {
    for (const count of [300, 1_024, 1_025, 5_000]) {
      beginRecord()
      const record = copy(counted(count))
      const { attributes, droppedAttributesCount } = fieldsOf(record, {}, 0, redactor)
      const sent = attributes.filter(([name]) => name.startsWith('name')).length
      expect(sent).toBeGreaterThanOrEqual(MAX_ATTRIBUTES - 8)
      // What goes to a provider of the app says it by an attribute. One field is the message.
      const said = Number(record.attributes!['lipservice.truncated'] ?? 0)
      expect(sent + droppedAttributesCount + said, `of ${count}`).toBeGreaterThanOrEqual(count - 1)
      expect(sent + droppedAttributesCount + said).toBeLessThanOrEqual(count + 4)
    }
  })
})

describe('a copy of fields', () => {
  it('is all of an object that has no more than 1,024, and has what says that there is an error wherever it stands', () => {
    const few = { a: 1, '': 2, ...JSON.parse('{"__proto__":{"polluted":true}}') }
    expect(Object.entries(copiedFields(few))).toEqual(Object.entries(few))
    expect(leftOutOf(copiedFields(few))).toBe(0)
    const err = new Error('x')
    const names = Array.from({ length: 2_000 }, (_, i) => [`name${i}`, i])
    const many = copiedFields({ ...Object.fromEntries(names), err })
    expect(many['err']).toBe(err)
    expect(Object.keys(many).length + leftOutOf(many)).toBe(2_001)
    expect(leftOutOf({ ...{ x: 1 }, ...many })).toBe(leftOutOf(many))
    expect(JSON.stringify(many)).not.toContain('left_out')
  })
})
