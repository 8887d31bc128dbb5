import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import winston from 'winston'
import { wrapConsole } from '../../src/console.js'
import { LipServiceTransport, wrapLogger, wrapTransport } from '../../src/winston.js'
import { conservation, type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

const { combine, errors, json, splat, timestamp } = winston.format

describe('winston', () => {
  let test: LoggingUnderTest
  let printed: Record<string, unknown>[]
  beforeEach(async () => {
    printed = []
    test = await startUnderTest()
  })
  afterEach(() => test.close())

  const sink = () =>
    new Writable({
      write(chunk, _, done) {
        printed.push(JSON.parse(String(chunk)))
        done()
      },
    })
  const create = (options: winston.LoggerOptions = {}) =>
    winston.createLogger({
      level: 'silly',
      format: json(),
      transports: [new winston.transports.Stream({ stream: sink() })],
      ...options,
    })
  const noise = (logger: winston.Logger, count: number) => {
    for (let i = 0; i < count; i++) logger.info(`noise ${i} made`)
  }

  it('exports level, message, meta and default meta', async () => {
    const logger = wrapLogger(create({ defaultMeta: { service: 'shop' } }))
    logger.warn('cart is full', { items: 3 })
    expect(await test.arrived()).toMatchObject([
      {
        severityNumber: 13,
        severityText: 'warn',
        body: 'cart is full',
        attributes: { service: 'shop', items: 3, 'lipservice.reason': 'first' },
        scope: { name: 'winston' },
      },
    ])
  })

  it.each([
    ['npm', winston.config.npm.levels, [17, 13, 9, 7, 6, 5, 1]],
    ['syslog', winston.config.syslog.levels, [23, 22, 21, 17, 13, 10, 9, 5]],
    ['own', { fatal: 0, error: 1, audit: 2, info: 3, chatter: 4 }, [21, 17, 17, 9, 9]],
  ] as const)('maps %s levels', async (_, levels, expected) => {
    const names = Object.keys(levels)
    const logger = wrapLogger(create({ levels, level: names.at(-1)! }))
    for (const name of names) logger.log(name, `at ${name}`)
    const severities = new Map((await test.arrived()).map(({ body, severityNumber }) => [body, severityNumber]))
    expect(names.map((name) => severities.get(`at ${name}`))).toEqual(expected)
  })

  it('exports what the formats of the app made of a call, and not what they took out', async () => {
    const redact = winston.format((info) => {
      if (info['card'] !== undefined) info['card'] = 'hidden'
      return info
    })
    wrapLogger(create({ format: combine(redact(), json()) })).info('paid', { card: '1234' })
    const [record] = await test.arrived()
    expect(record!.attributes['card']).toBe('hidden')
    expect(JSON.stringify(record)).not.toContain('1234')
  })

  it('counts a call that a format of the app swallows as kept and lost', async () => {
    const swallow = winston.format((info) => (info['secret'] === true ? false : info))
    const logger = wrapLogger(create({ format: combine(swallow(), json()) }))
    logger.info('gone', { secret: true })
    logger.info('stays')
    expect((await test.arrived()).map(({ body }) => body)).toEqual(['stays'])
    expect(test.logging.stats()).toMatchObject({ seen: 2, kept: 2, unrepresented: 1 })
  })

  it('exports errors however they come, and signs them by what was said of them', async () => {
    const logger = wrapLogger(create({ format: combine(errors({ stack: true }), json()) }))
    logger.error(new TypeError('alone'))
    logger.error('order failed', new TypeError('appended'))
    logger.error('order failed', { err: new TypeError('a field') })
    const records = await test.arrived()
    expect(records.map(({ attributes }) => attributes['exception.message'])).toEqual(['alone', 'appended', 'a field'])
    expect(records.every(({ attributes }) => attributes['exception.type'] === 'TypeError')).toBe(true)
    expect(test.logging.stats().patterns.map(({ template, seen }) => [template, seen])).toContainEqual([
      'order failed',
      2,
    ])
  })

  it('does not count what is below the level', () => {
    const logger = wrapLogger(create({ level: 'warn' }))
    noise(logger, 10)
    logger.warn('counted')
    expect(test.logging.stats().seen).toBe(1)
    logger.level = 'info'
    noise(logger, 5)
  })

  it('wraps a logger once, and its root where a child is given', () => {
    const logger = create()
    const child = logger.child({ module: 'cart' })
    wrapLogger(child)
    wrapLogger(logger)
    logger.info('a')
    child.info('b')
    expect(test.logging.stats().seen).toBe(2)
  })

  it('ships a call once that its transports carry on to a wrapped console, or to OpenTelemetry', async () => {
    const bridge = test.logging.loggerProvider.getLogger('@opentelemetry/winston-transport')
    // Its types leave it out.
    const { Transport } = winston as unknown as { Transport: new () => winston.transport }
    class OpenTelemetryTransportV3 extends Transport {
      override log(info: { message: string }, next: () => void) {
        bridge.emit({ severityNumber: 9, body: info.message })
        next()
      }
    }
    const printed: unknown[] = []
    // winston's transport writes to `console._stdout`, or where it is forced to, by this.
    const { log } = console
    console.log = (text) => void printed.push(text)
    const restore = wrapConsole()
    const logger = winston.createLogger({ transports: [new winston.transports.Console({ forceConsole: true })] })
    wrapLogger(logger).add(new OpenTelemetryTransportV3())
    logger.info('once')
    restore()
    console.log = log
    expect(printed).toHaveLength(1)
    expect(test.logging.stats().seen).toBe(1)
    expect(await test.arrived()).toMatchObject([{ body: 'once', scope: { name: 'winston' } }])
  })

  it('leaves what is no winston logger as it is', () => {
    const other = { info: () => {} }
    expect(wrapLogger(other)).toBe(other)
    expect(wrapTransport(other)).toBe(other)
  })

  it('spares the formats of what is dropped when asked', () => {
    let formatted = 0
    const counting = winston.format((info) => {
      formatted++
      return info
    })
    const logger = wrapLogger(create({ format: combine(counting(), json()) }), { thinDestination: true })
    noise(logger, 2_000)
    expect(formatted).toBe(test.logging.stats().kept)
    expect(printed).toHaveLength(formatted)
  })

  it('works with the usual formats', async () => {
    const logger = wrapLogger(create({ format: combine(timestamp(), splat(), winston.format.colorize(), json()) }))
    logger.info('user %s left', 'jane', { extra: true })
    const [record] = await test.arrived()
    expect(record).toMatchObject({ body: 'user jane left', severityText: 'info', attributes: { extra: true } })
  })

  describe('wrapTransport', () => {
    it('thins what goes to one transport, and nothing is exported', async () => {
      const all: unknown[] = []
      const other = new Writable({
        objectMode: true,
        write(chunk, _, done) {
          all.push(chunk)
          done()
        },
      })
      const thinned = wrapTransport(new winston.transports.Stream({ stream: sink() }))
      const logger = create({ transports: [thinned, new winston.transports.Stream({ stream: other })] })
      noise(logger, 2_000)
      for (let i = 0; i < 20; i++) logger.error('boom')
      expect(all).toHaveLength(2_020)
      expect(printed.length).toBe(test.logging.stats().kept)
      expect(printed.filter(({ level }) => level === 'error')).toHaveLength(20)
      expect(await test.arrived()).toHaveLength(0)
      const { seen, sum } = conservation(test.logging)
      expect(seen).toBe(sum)
    })

    it('lets pass what cannot be read', () => {
      const passed: unknown[] = []
      const transport = wrapTransport({
        log(info: unknown, next: () => void) {
          passed.push(info)
          next()
        },
      })
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      expect(() => transport.log(proxy, () => {})).not.toThrow()
      expect(passed).toHaveLength(1)
    })

    it('follows the decision of a logger that is wrapped', async () => {
      const logger = wrapLogger(
        create({ transports: [wrapTransport(new winston.transports.Stream({ stream: sink() }))] }),
      )
      noise(logger, 2_000)
      expect(test.logging.stats().seen).toBe(2_000)
      expect(printed).toHaveLength(test.logging.stats().kept)
    })
  })

  describe('LipServiceTransport', () => {
    it('has a level of its own, and can be silent', async () => {
      const transport = new LipServiceTransport({ level: 'error' })
      const logger = create({ transports: [transport] })
      logger.info('not taken')
      logger.error('taken')
      transport.silent = true
      logger.error('not taken either')
      expect((await test.arrived()).map(({ body }) => body)).toEqual(['taken'])
    })

    it('leaves a record to the logger that is wrapped', async () => {
      const logger = wrapLogger(create({ transports: [new LipServiceTransport()] }))
      logger.error('once')
      expect(await test.arrived()).toHaveLength(1)
      expect(test.logging.stats().seen).toBe(1)
    })

    it('adds no listener to the process', () => {
      const before = process.listenerCount('uncaughtException')
      create({ transports: [new LipServiceTransport()] })
      expect(process.listenerCount('uncaughtException')).toBe(before)
    })
  })
})
