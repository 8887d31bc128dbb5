import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import winston from 'winston'
import { wrapConsole } from '../../src/console.js'
import { processMarks } from '../../src/ownership/process-marks.js'
import { LipServiceTransport, wrapLogger, wrapTransport } from '../../src/winston.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { atTier } from '../support/tier.js'

const { combine, errors, json, prettyPrint, printf } = winston.format

/** More than the first records of a pattern, which are kept in any case. */
const ERRORS = atTier({ test: 100, long: 500, soak: 2_000 })

/** Formats as apps write them: the info itself, a copy with its symbols, and one without. */
const FORMATS = {
  'of its own: none': undefined,
  'that copies by Object.assign': winston.format((info) => Object.assign({}, info)),
  'that copies by spreading': winston.format((info) => ({ ...info })),
  'that copies the fields alone': winston.format((info) => {
    const copy = Object.fromEntries(Object.entries(info)) as winston.Logform.TransformableInfo
    copy[Symbol.for('level')] = info[Symbol.for('level')]
    return copy
  }),
} as const

describe('calls of winston on their way to transports', () => {
  let test: LoggingUnderTest
  let lines: string[]
  beforeEach(async () => {
    lines = []
    test = await startUnderTest()
  })
  afterEach(() => test.close())

  const stream = () =>
    new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk).trimEnd())
        done()
      },
    })
  const to = (format?: winston.Logform.Format) =>
    new winston.transports.Stream({ stream: stream(), ...(format !== undefined && { format }) })
  const create = (options: winston.LoggerOptions) => winston.createLogger({ level: 'debug', ...options })

  describe('leave nothing of ours to be seen', () => {
    it.each([
      ['prettyPrint()', prettyPrint(), "{ a: 1, level: 'info', message: 'hello' }"],
      ['json()', json(), '{"a":1,"level":"info","message":"hello"}'],
      ['inspect()', printf((info) => inspect(info, { showHidden: true })), undefined],
    ])('by %s', (_, format, expected) => {
      const plain = create({ format, transports: [to()] })
      plain.info('hello', { a: 1 })
      wrapLogger(create({ format, transports: [to()] })).info('hello', { a: 1 })
      create({ format, transports: [wrapTransport(to())] }).info('hello', { a: 1 })
      create({ format, transports: [to(), new LipServiceTransport()] }).info('hello', { a: 1 })
      expect(new Set(lines).size).toBe(1)
      expect(lines).toHaveLength(4)
      if (expected !== undefined) expect(lines[0]).toBe(expected)
    })

    it('on the errors of the app', () => {
      const error = new Error('x')
      const plain = new Error('x')
      create({ transports: [to()] }).error(plain)
      wrapLogger(create({ transports: [to()] })).error(error)
      expect(Reflect.ownKeys(error)).toEqual(Reflect.ownKeys(plain))
    })
  })

  it.each(Object.entries(FORMATS))('are decided once, whatever format a transport has: %s', async (_, format) => {
    const own = format === undefined ? json() : combine(format(), json())
    const logger = wrapLogger(create({ transports: [wrapTransport(to(own))] }))
    for (let i = 0; i < 2_000; i++) logger.info(`noise ${i} made`)
    expect(test.logging.stats().seen).toBe(2_000)
    expect(lines).toHaveLength(test.logging.stats().kept)
  })

  it.each(Object.entries(FORMATS))('are shipped once where the console prints them: %s', async (_, format) => {
    const { log } = console
    console.log = (line) => void lines.push(String(line))
    const restore = wrapConsole()
    const own = format === undefined ? json() : combine(format(), json())
    const transport = new winston.transports.Console({ forceConsole: true, format: own })
    wrapLogger(create({ transports: [wrapTransport(transport)] })).error('once')
    restore()
    console.log = log
    expect(lines).toHaveLength(1)
    expect(test.logging.stats().seen).toBe(1)
  })

  it.each(Object.entries(FORMATS))('keep their Error behind a format of the logger: %s', async (_, format) => {
    const own = combine(...(format === undefined ? [] : [format()]), errors({ stack: true }), json())
    const logger = create({ format: own, transports: [new LipServiceTransport()] })
    for (let i = 0; i < ERRORS; i++) {
      logger.warn(new TypeError('boom', { cause: new Error('ROOT') }))
      logger.child({ part: 'a' }).warn(new TypeError('boom', { cause: new Error('ROOT') }))
    }
    const records = await test.arrived()
    expect(records).toHaveLength(2 * ERRORS)
    for (const { attributes } of records) {
      expect(attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'boom' })
      expect(JSON.stringify(attributes['exception.cause'])).toContain('ROOT')
    }
  })

  it('are decided once while a transport is slow and they wait in buffers', async () => {
    const waiting: (() => void)[] = []
    const slow = new winston.transports.Stream({ stream: stream() })
    const { log } = slow
    slow.log = (info: object, next: () => void) => {
      waiting.push(() => log!.call(slow, info, next))
    }
    const logger = wrapLogger(create({ transports: [wrapTransport(slow)] }))
    const error = new Error('the same one')
    for (let i = 0; i < 100; i++) logger.warn(error)
    while (waiting.length > 0) waiting.shift()!()
    expect(test.logging.stats()).toMatchObject({ seen: 100, kept: 100 })
    expect(lines).toHaveLength(100)
    expect(await test.arrived()).toHaveLength(100)
  })

  it('leave nothing behind when a slow transport has taken them, and one number where it takes none', () => {
    const { passages } = processMarks()
    const waiting: (() => void)[] = []
    const slow = new winston.transports.Stream({ stream: stream() })
    const { log } = slow
    slow.log = (info: object, next: () => void) => {
      waiting.push(() => log!.call(slow, info, next))
    }
    const deaf = new LipServiceTransport({ level: 'error' })
    const taken = new Error('taken late')
    const logger = wrapLogger(create({ transports: [wrapTransport(slow)] }))
    for (let i = 0; i < 10; i++) logger.warn(taken)
    expect(passages.get(taken)?.waiting.size).toBe(1)
    while (waiting.length > 0) waiting.shift()!()
    expect(passages.has(taken)).toBe(false)
    const never = new Error('never taken')
    const other = create({ transports: [to(), deaf] })
    for (let i = 0; i < 10; i++) other.warn(never)
    expect([...passages.get(never)!.waiting]).toEqual([[deaf, 10]])
  })

  it('are logged where a transport of the app cannot be read', async () => {
    const unreadable = to()
    Object.defineProperty(unreadable, 'transport', {
      get() {
        throw new Error('not to be read')
      },
    })
    const logger = wrapLogger(create({ transports: [unreadable, wrapTransport(to())] }))
    logger.warn('paying failed')
    expect(lines).toHaveLength(2)
    expect(await test.arrived()).toHaveLength(1)
  })

  it('of two loggers are told apart, also by the same Error', async () => {
    const error = new Error('seen by both')
    wrapLogger(create({ transports: [to()] })).warn(error)
    create({ transports: [new LipServiceTransport()] }).warn(error)
    expect(await test.arrived()).toHaveLength(2)
  })

  it('of a logger that is silent are not sampled', () => {
    wrapLogger(create({ silent: true, transports: [to()] })).info('unheard')
    expect(test.logging.stats().seen).toBe(0)
  })

  it('show nothing of an error that a format took out of the call', async () => {
    const hide = winston.format((info) => {
      info.message = String(info.message).replace('4111', '****')
      if (typeof info['stack'] === 'string') info['stack'] = info['stack'].replace('4111', '****')
      return info
    })
    const logger = wrapLogger(create({ format: combine(errors({ stack: true }), hide(), json()), transports: [to()] }))
    logger.error(new Error('card 4111 refused'))
    logger.child({}).error(new Error('card 4111 refused'))
    logger.error('paying failed:', new Error('card 4111 refused'))
    const records = await test.arrived()
    expect(records).toHaveLength(3)
    expect(JSON.stringify(records)).not.toContain('4111')
  })

  it('have the message of an object that is logged alone as their body', async () => {
    const logger = wrapLogger(create({ transports: [to()] }))
    logger.info({ message: 'by message', a: 1 })
    logger.info({ msg: 'by msg', a: 2 } as never)
    const records = await test.arrived()
    expect(records.map(({ body, attributes }) => [body, attributes['a']])).toEqual([
      ['by message', 1],
      ['by msg', 2],
    ])
  })

  it('keep a stack that is none of an error', async () => {
    wrapLogger(create({ transports: [to()] })).info('chosen', { stack: 'MERN' })
    expect((await test.arrived())[0]!.attributes).toMatchObject({ stack: 'MERN' })
    expect(String(lines[0])).toContain('MERN')
  })
})
