import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import pino, { type Logger, type LoggerOptions } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pinoHooks, wrapPino } from '../../src/pino.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'
import { conservation, type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('pino', () => {
  let test: LoggingUnderTest
  let lines: string[]
  const destination = { write: (line: string) => void lines.push(line) }
  const wrapped = (options: LoggerOptions = {}, wrapOptions = {}): Logger =>
    wrapPino(pino(options, destination), wrapOptions)

  beforeEach(async () => {
    lines = []
    test = await startUnderTest()
  })
  afterEach(() => test.close())

  it('exports level, message, bindings, fields and time', async () => {
    wrapped().child({ module: 'cart' }).warn({ items: 3 }, 'cart of %s is full', 'jane')
    const [record] = await test.arrived()
    expect(record).toMatchObject({
      severityNumber: 13,
      severityText: 'warn',
      body: 'cart of jane is full',
      attributes: { module: 'cart', items: 3, 'lipservice.reason': 'first', 'lipservice.weight': 1 },
      time: test.clock.now(),
      scope: { name: 'pino' },
    })
    expect(Object.keys(record!.attributes)).not.toContain('pid')
  })

  it('signs a format string as the messages it makes', async () => {
    const logger = wrapped()
    logger.info('user %s logged in from %s', 'jane', '10.0.0.1')
    logger.info('user 42 logged in from 10.0.0.1')
    expect(test.logging.stats().patterns).toMatchObject([{ template: 'user <*> logged in from <*>', seen: 2 }])
  })

  it('exports errors as exceptions, always', async () => {
    const logger = wrapped()
    for (let i = 0; i < 1_000; i++) logger.info('noise %d', i)
    logger.error(Object.assign(new TypeError('boom'), { statusCode: 502 }))
    logger.info({ err: new Error('attached') }, 'noise %d', 1)
    logger.fatal('the end')
    const records = (await test.arrived()).filter(({ attributes }) => attributes['lipservice.reason'] === 'error')
    expect(records).toHaveLength(3)
    expect(records[0]!.attributes).toMatchObject({
      'exception.type': 'TypeError',
      'exception.message': 'boom',
      err: { statusCode: 502 },
    })
    expect(records.every(({ attributes }) => typeof attributes['log.record.uid'] === 'string')).toBe(true)
  })

  it('never exports what redact hides, nor what serializers leave out', async () => {
    const logger = wrapped({
      redact: ['password', 'nested.token'],
      serializers: { user: ({ id }: { id: number }) => ({ id }) },
    })
    logger.info({ password: 'hunter2', nested: { token: 'hunter2' }, user: { id: 1, secret: 'hunter2' } }, 'signed in')
    const [record] = await test.arrived()
    expect(JSON.stringify(record)).not.toContain('hunter2')
    expect(record!.attributes).toMatchObject({ password: '[Redacted]', user: { id: 1 } })
  })

  it('never exports what redact and serializers take out of an error, wherever it sits', async () => {
    const make = () => Object.assign(new Error('hunter2'), { stack: 'Error: hunter2\n    at x', token: 'hunter2' })
    const error = [...['message', 'stack', 'token'].map((name) => `error.${name}`)]
    wrapped({ redact: error }).error({ error: make() }, 'redacted')
    wrapped({ redact: ['error', 'ctx'] }).error({ error: make(), ctx: { error: make() } }, 'whole')
    wrapped({ redact: { paths: ['err'], remove: true } }).error(make(), 'removed')
    wrapped({ serializers: { error: () => ({ hidden: true }) } }).error({ error: make() }, 'serialised')
    const records = await test.arrived()
    expect(records).toHaveLength(4)
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  it('tells a trace id of OpenTelemetry from one of the app', async () => {
    const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', trace_flags: '01' }
    wrapped().info({ ...ids, a: 1 }, 'traced')
    wrapped().info({ trace_id: 'req-77', span_id: 'x' }, 'not traced')
    const [traced, own] = await test.arrived()
    expect(traced).toMatchObject({ traceId: ids.trace_id, spanId: ids.span_id })
    expect(traced!.attributes).not.toHaveProperty('trace_id')
    expect(own).toMatchObject({ traceId: '', attributes: { trace_id: 'req-77', span_id: 'x' } })
  })

  it.each([
    ['pino itself', {}],
    ['a timestamp of ISO', { timestamp: pino.stdTimeFunctions.isoTime }],
    ['a level by name', { formatters: { level: (level: string) => ({ level }) } }],
    ['no base', { base: null }],
    ['no time', { timestamp: false }],
  ])('leaves out what %s puts before the fields, and nothing else', async (_, options) => {
    const logger = wrapped(options as LoggerOptions)
    logger.info({ a: 1 }, 'plain')
    logger.child({ pid: 7, hostname: 'db1' }).info({ time: 'noon', level: 'gold' }, 'own')
    const [plain, own] = await test.arrived()
    expect(Object.keys(plain!.attributes).filter((key) => !key.startsWith('lipservice.'))).toEqual(['a'])
    expect(own!.attributes).toMatchObject({ pid: 7, hostname: 'db1', time: 'noon', level: 'gold' })
  })

  it('takes a level off its own scale for what its name says', async () => {
    const logger = wrapped({ customLevels: { emerg: 90, note: 35 } })
    ;(logger as unknown as Record<string, (text: string) => void>)['emerg']!('on fire')
    expect(await test.arrived()).toMatchObject([{ severityNumber: 24, severityText: 'fatal' }])
  })

  it('leaves the destination alone, and spares it when asked', () => {
    const untouched = wrapped()
    for (let i = 0; i < 3_000; i++) untouched.info('noise %d', i)
    expect(lines).toHaveLength(3_000)
    lines = []
    const thin = wrapped({}, { thinDestination: true })
    for (let i = 0; i < 3_000; i++) thin.info('noise %d', i)
    thin.error('boom')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThan(1_000)
    expect(lines.at(-1)).toContain('boom')
  })

  it('reaches children made before and after wrapping, with levels of their own too', async () => {
    const logger = pino({}, destination)
    const early = logger.child({ made: 'early' })
    const levelled = logger.child({ made: 'levelled' }, { level: 'debug' })
    wrapPino(early)
    const late = logger.child({ made: 'late' }, { level: 'trace' })
    early.info('early says hello')
    levelled.debug('levelled says hello')
    late.trace('late says hello')
    logger.info('root says hello')
    const made = (await test.arrived()).map(({ attributes, severityNumber }) => [attributes['made'], severityNumber])
    expect(made.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      ['early', 9],
      ['late', 1],
      ['levelled', 5],
      [undefined, 9],
    ])
  })

  it('does not see levels that are switched off, and follows changes at run time', async () => {
    const logger = wrapped({ level: 'warn' })
    logger.info('unseen')
    logger.level = 'debug'
    logger.debug('seen')
    expect(test.logging.stats().seen).toBe(1)
  })

  it('knows other keys, custom levels and prefixes', async () => {
    const logger = wrapped({
      messageKey: 'message',
      errorKey: 'failure',
      customLevels: { audit: 35 },
      msgPrefix: '[api] ',
    })
    ;(logger as unknown as { audit(message: string): void }).audit('entered')
    logger.error({ failure: new Error('x') }, 'left')
    const [audit, error] = (await test.arrived()).toSorted((a, b) => a.severityNumber - b.severityNumber)
    expect(audit).toMatchObject({ body: '[api] entered', severityNumber: 11, severityText: 'info' })
    expect(audit!.attributes['lipservice.original_severity']).toBe('audit')
    expect(error!.attributes).toMatchObject({ 'exception.message': 'x' })
  })

  it('composes with hooks that the app has', async () => {
    const logger = wrapped({
      hooks: {
        logMethod(args, method) {
          if (args[0] === 'swallow') return
          method.apply(this, ['changed', ...args.slice(1)] as unknown as Parameters<typeof method>)
        },
        streamWrite: (line) => line.replace('changed', 'rewritten'),
      },
    })
    logger.info('hello')
    logger.info('swallow')
    const records = await test.arrived()
    expect(records.map(({ body }) => body)).toEqual(['rewritten'])
    expect(lines).toHaveLength(1)
    expect(test.logging.stats()).toMatchObject({ seen: 2, kept: 2, unrepresented: 1 })
  })

  it('does not mix up a line with one that its serializer logs', async () => {
    const logger = wrapped({
      serializers: {
        order: (id: number) => {
          logger.error('looked up order %d', id)
          return id
        },
      },
    })
    for (let i = 0; i < 100; i++) logger.info({ order: i }, 'order shown')
    const records = await test.arrived()
    expect(records.filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(100)
    expect(records.filter(({ body }) => body === 'order shown').length).toBeLessThan(100)
    for (const { body, severityNumber } of records) expect(severityNumber).toBe(body === 'order shown' ? 9 : 17)
  })

  it('wraps once, leaves other loggers of the process alone, and refuses what is no pino', () => {
    const plain = pino({}, destination)
    const logger = wrapped()
    wrapPino(logger)
    logger.info('once')
    plain.info('not at all')
    expect(test.logging.stats().seen).toBe(1)
    expect(wrapPino({ info() {} })).toBeTypeOf('object')
    expect(wrapPino(undefined)).toBe(undefined)
  })

  it('takes the level of a line that came past the hook from whatever a formatter made of it', async () => {
    const logger = pino({ formatters: { level: (severity) => ({ severity }) } }, destination)
    const child = logger.child({}, { level: 'info' })
    wrapPino(logger)
    child.error('past the hook')
    expect(await test.arrived()).toMatchObject([
      { severityNumber: 17, body: 'past the hook', attributes: { 'lipservice.reason': 'error' } },
    ])
  })

  it('respects a nested key, and finds the error in it', async () => {
    const logger = wrapped({ nestedKey: 'payload' })
    logger.info({ items: 3, err: new TypeError('boom') }, 'nested')
    const [record] = await test.arrived()
    expect(record!.body).toBe('nested')
    expect(record!.attributes).toMatchObject({ payload: { items: 3 }, 'exception.type': 'TypeError' })
  })

  it('exports what a mixin adds, and calls onChild as ever', async () => {
    const children: unknown[] = []
    const logger = wrapped({ mixin: () => ({ host: 'a' }), onChild: (child) => void children.push(child) })
    const child = logger.child({ module: 'b' })
    child.info('mixed')
    expect(children).toEqual([child])
    expect((await test.arrived())[0]!.attributes).toMatchObject({ host: 'a', module: 'b' })
  })

  it('samples all streams of a multistream, and thins them when asked', async () => {
    const errors: string[] = []
    const streams = pino.multistream([
      { level: 'info', stream: destination },
      { level: 'error', stream: { write: (line: string) => void errors.push(line) } },
    ])
    const logger = wrapPino(pino({}, streams), { thinDestination: true })
    for (let i = 0; i < 2_000; i++) logger.info('noise %d', i)
    logger.error('failed')
    expect(lines).toHaveLength(test.logging.stats().kept)
    expect(errors).toHaveLength(1)
    expect(await test.arrived()).toHaveLength(lines.length)
  })

  it('thins what goes to a worker transport', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lipservice-pino-'))
    const file = join(folder, 'log')
    const transport = pino.transport({ target: 'pino/file', options: { destination: file } })
    const logger = wrapPino(pino(transport), { thinDestination: true })
    for (let i = 0; i < 2_000; i++) logger.info('noise %d', i)
    logger.error('failed')
    transport.end()
    await once(transport, 'close')
    const written = (await readFile(file, 'utf8')).trim().split('\n')
    expect(written).toHaveLength(test.logging.stats().kept)
    expect(await test.arrived()).toHaveLength(written.length)
    await rm(folder, { recursive: true })
  })

  it('ships a line once that instrumentation-pino carries on to OpenTelemetry, and says so', async () => {
    const bridge = test.logging.loggerProvider.getLogger('@opentelemetry/instrumentation-pino', '0.70.0')
    const bridged = { write: (line: string) => bridge.emit({ severityNumber: 9, body: JSON.parse(line).msg }) }
    const logger = pino({}, bridged)
    const stale = logger.child({}, { level: 'debug' })
    wrapPino(logger).info('by the logger')
    stale.info('by a child made before')
    expect((await test.arrived()).map(({ body }) => body)).toEqual(['by the logger', 'by a child made before'])
    expect(test.logging.stats().seen).toBe(2)
    expect(test.said.join()).toContain('pino is wrapped and bridged')
    pino({}, bridged).info('of a logger that is not wrapped')
    expect(test.logging.stats().seen).toBe(3)
  })

  it('works by hooks from the start, too', async () => {
    const logger = pino({ hooks: pinoHooks() }, destination)
    logger.info('hello')
    expect((await test.arrived()).map(({ body }) => body)).toEqual(['hello'])
  })

  it.each([
    ['its own logger', (): FastifyInstance => Fastify({ logger: { stream: destination } })],
    [
      'children of its own making',
      (): FastifyInstance =>
        Fastify({
          logger: { stream: destination },
          childLoggerFactory: (logger, bindings, options) => logger.child({ ...bindings, extra: 1 }, options),
        }),
    ],
    ['a level for requests', () => Fastify({ logger: { stream: destination, level: 'debug' } })],
    ['a logger instance', () => Fastify({ loggerInstance: pino({}, destination) }) as unknown as FastifyInstance],
  ])('samples Fastify with %s, request loggers included', async (_, create) => {
    const app = create()
    wrapPino(app.log)
    app.get('/', async (request) => {
      request.log.info('inside')
      return 'ok'
    })
    await app.inject('/')
    await app.close()
    const bodies = (await test.arrived()).map(({ body }) => body)
    expect(bodies).toEqual(['incoming request', 'inside', 'request completed'])
  })

  it.each(HOSTILE_VALUES)('logs as without us: %s', async (_, make) => {
    const attempt = (logger: Logger) => {
      try {
        logger.error(make() as object, 'kept')
        logger.error({ value: make() }, 'kept')
        return 'fine'
      } catch (error) {
        return String(error)
      }
    }
    const without = attempt(pino({}, destination))
    expect(attempt(wrapped())).toBe(without)
    if (without === 'fine') expect((await test.arrived()).length).toBe(2)
    const { seen, sum } = conservation(test.logging)
    expect(seen).toBe(sum)
  })
})
