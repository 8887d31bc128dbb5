import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AdapterUnderTest, WrappedLogger } from './adapter-under-test.js'
import { ERROR_KINDS, type ErrorKindUnderTest } from './error-kinds.js'
import { type LoggingUnderTest, startUnderTest } from './logging-under-test.js'
import { VALUE_KINDS } from './value-kinds.js'

const FILLER = 60
/** Of each kind of error: more than the first records of a pattern, which are kept in any case. */
const EACH = 12

/** What arrives of errors and values, by every adapter alike: the table of kinds × adapters. */
export function describeKinds({ name, start, places, taken = [], ownEncoder }: AdapterUnderTest): void {
  describe(`what arrives by the ${name} adapter`, () => {
    let test: LoggingUnderTest
    let logger: WrappedLogger
    beforeEach(async () => {
      test = await startUnderTest()
      logger = start(test, false)
    })
    afterEach(async () => {
      logger.restore?.()
      await test.close()
    })
    const arrived = async (message: string) => {
      const records = await test.arrived()
      return records.filter(({ body }) => String(body).includes(message))
    }
    /** What no draw would keep. */
    const drown = () => {
      for (let i = 0; i < FILLER; i++) logger.log('warn', 'noise is made')
    }

    it.each(Object.keys(places))('an error of any kind, %s, is one and whole', async (place) => {
      drown()
      for (const { name, make } of ERROR_KINDS) {
        const before = test.logging.stats().keptByReason.error
        for (let i = 0; i < EACH; i++) places[place]!(logger.native as never, 'noise is made', make())
        expect(test.logging.stats().keptByReason.error - before, name).toBe(EACH)
      }
      const errors = (await test.arrived()).filter(({ attributes }) => attributes['lipservice.reason'] === 'error')
      expect(errors).toHaveLength(EACH * ERROR_KINDS.length)
      for (const [i, kind] of ERROR_KINDS.entries()) expectWhole(errors[i * EACH]!, kind)
    })

    it('takes data of the shape of an error whole, too', async () => {
      const payload = {
        name: 'ValidationError',
        message: 'no such plan',
        stack: 'ValidationError: no such plan\n    at x',
      }
      logger.fields('info', 'posted', { payload })
      const [record] = await arrived('posted')
      expect(record!.attributes).toMatchObject({
        payload,
        'exception.type': 'ValidationError',
        'exception.message': 'no such plan',
        'exception.stacktrace': payload.stack,
        'lipservice.reason': 'error',
      })
    })

    it('never takes a cause for the error', async () => {
      logger.fields('warn', 'gave up', { cause: new Error('ROOT') })
      const [record] = await arrived('gave up')
      expect(record!.attributes).not.toHaveProperty(['exception.message'])
    })

    it('a field of any kind arrives as it is', async () => {
      // Of errors none is thinned.
      for (const { name, make } of VALUE_KINDS) logger.fields('error', `with [${name}]`, { value: make() })
      const records = await test.arrived()
      for (const { name, arrives } of VALUE_KINDS) {
        const record = records.find(({ body }) => String(body).startsWith(`with [${name}]`))
        expect(record?.attributes, name).toMatchObject({ 'lipservice.reason': 'error' })
        expect(record!.attributes['value'], name).toEqual(ownEncoder ? withoutNull(arrives) : arrives)
      }
    })

    it("lets the app's fields win over the logger's own", async () => {
      const fields = { pid: 4_242, hostname: 'db1', time: 15, level: 'gold', trace_id: 'req-77', name: 'n', v: 2 }
      logger.fields('info', 'own fields', fields)
      const [record] = await arrived('own fields')
      const expected = Object.entries(fields).filter(([key]) => !taken.includes(key))
      expect(record!.attributes).toMatchObject(Object.fromEntries(expected))
      expect(record!.severityNumber).toBe(9)
    })

    it('lets no field pass for a stamp', async () => {
      const stamps = {
        'lipservice.weight': 99,
        'lipservice.reason': 'x',
        'lipservice.shadow': 'drop',
        'log.record.uid': '1',
        'lipservice.origin': 'uncaughtException',
      }
      logger.fields('info', 'stamped', stamps)
      const [record] = await arrived('stamped')
      expect(record!.attributes).toMatchObject({
        'lipservice.weight': 1,
        'lipservice.reason': 'first',
        'app.lipservice.weight': 99,
        'app.lipservice.reason': 'x',
        'app.lipservice.shadow': 'drop',
        'app.log.record.uid': '1',
        'app.lipservice.origin': 'uncaughtException',
      })
      expect(record!.attributes).not.toHaveProperty(['lipservice.shadow'])
      expect(record!.attributes).not.toHaveProperty(['log.record.uid'])
    })

    it('gives each error a uid of its own, whatever uid its fields name', async () => {
      for (let i = 0; i < 3; i++) logger.fields('error', 'with the uid of another', { 'log.record.uid': '1' })
      const records = (await arrived('with the uid of another')).slice(0, 3)
      expect(new Set(records.map(({ attributes }) => attributes['log.record.uid'])).size).toBe(records.length)
      for (const { attributes } of records) expect(attributes).toMatchObject({ 'app.log.record.uid': '1' })
    })

    it('lets the ids of persons and sessions pass redaction, and empty ones name nobody', async () => {
      logger.fields('info', 'by ann', { posthogDistinctId: 'ann@example.com', sessionId: ' ', user: 'ann@example.com' })
      const [record] = await arrived('by ann')
      expect(record!.attributes).toMatchObject({ posthogDistinctId: 'ann@example.com', user: '[redacted:email]' })
      expect(record!.attributes).not.toHaveProperty('sessionId')
    })

    it('takes the colours out of bodies', async () => {
      logger.log('info', '\x1b[31mred\x1b[39m alert')
      expect((await test.arrived()).map(({ body }) => body)).toEqual(['red alert'])
    })

    it('counts and marks what is cut', async () => {
      const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key${i}`, i]))
      logger.fields('info', 'many', many)
      logger.fields('info', 'long', { text: 'x'.repeat(40_000) })
      const [first] = await arrived('many')
      if (!ownEncoder) expect(first!.droppedAttributesCount).toBeGreaterThanOrEqual(72)
      expect(first!.attributes['lipservice.truncated']).toBeGreaterThanOrEqual(72)
      const [second] = await arrived('long')
      expect(String(second!.attributes['text'])).toMatch(/^x{32768}\[truncated\]$/)
      expect(second!.attributes['lipservice.truncated']).toBeGreaterThanOrEqual(1)
    })

    it('spells severities as PostHog does', async () => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) logger.log(level, `at ${level}`)
      const records = await test.arrived()
      const spelt = ['debug', 'error', 'info', 'warn'].map((word) => (ownEncoder ? word.toUpperCase() : word))
      expect(records.map(({ severityText }) => severityText).sort()).toEqual(spelt)
    })
  })
}

/** `null`, wherever it stands, as a text. */
function withoutNull(value: unknown): unknown {
  if (value === null) return 'null'
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(withoutNull)
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, withoutNull(element)]))
}

function expectWhole(
  record: { readonly body: unknown; readonly attributes: Readonly<Record<string, unknown>> },
  { name, type, message, holds }: ErrorKindUnderTest,
): void {
  const { attributes } = record
  expect(attributes, name).toMatchObject({ 'exception.type': type, 'exception.message': message })
  expect(attributes['exception.stacktrace']).toEqual(expect.stringContaining(message))
  for (const text of holds) expect(JSON.stringify(attributes), name).toContain(text)
}
