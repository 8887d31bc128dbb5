import { diag } from '@opentelemetry/api'
import pino from 'pino'
import { PostHog as Newest } from 'posthog-node'
import { PostHog as Oldest } from 'posthog-node-5.67'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withLogContext } from '../../src/index.js'
import { createEarlyLogging } from '../../src/instance/early-logging.js'
import { processSlot } from '../../src/instance/process-slot.js'
import { wrapPino } from '../../src/pino.js'
import { type PostHogLog, posthogBeforeSend, restorePostHog, wrapPostHog } from '../../src/posthog.js'
import { conservation, type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'
import { recordingDiag } from '../support/quiet-diag.js'

type Client = Newest
type Options = NonNullable<ConstructorParameters<typeof Newest>[1]>
/** As the documents have it. */
const NO_CAP = { maxLogs: 0 }
const TRANSPORTS = ['posthog', 'lipservice'] as const

const VERSIONS = [
  ['the oldest that has logs', Oldest as unknown as typeof Newest],
  ['the newest', Newest],
] as const

describe.each(VERSIONS)('a client of posthog-node, %s', (_, PostHog) => {
  let test: LoggingUnderTest
  let clients: Client[]
  beforeEach(async () => {
    clients = []
    test = await startUnderTest()
  })
  afterEach(async () => {
    for (const client of clients) restorePostHog(client)
    await test.close()
    vi.restoreAllMocks()
  })
  const create = (options: Options = {}): Client => {
    const logs = { rateCap: NO_CAP, ...options.logs }
    const client = new PostHog(test.posthog.token, { host: test.posthog.url, ...options, logs })
    clients.push(client)
    return client
  }
  /** A flush sends what waited when the one under way began. */
  const arrived = async () => {
    for (const client of clients) {
      do await client.flush()
      while ((client.getPersistedProperty('logs_queue' as never) as unknown[] | undefined)?.length)
    }
    return test.arrived()
  }
  const noise = (client: Client, count: number) => {
    for (let i = 0; i < count; i++) client.logger.info(`item ${i} viewed`, { i })
  }

  it.each(TRANSPORTS)(
    'counts each log once, and what is kept arrives, errors whole: transport %s',
    async (transport) => {
      const client = wrapPostHog(create(), { transport })
      for (let i = 0; i < 2_000; i++) {
        if (i % 100 === 0) client.logger.error(`order ${i} lost`, { cause: i, error: new TypeError('boom') as never })
        else if (i % 2 === 0) client.captureLog({ body: `item ${i} viewed`, attributes: { i } })
        else client.logger.info(`item ${i} viewed`, { i })
      }
      const records = await arrived()
      const { seen, sum, bySeverity } = conservation(test.logging)
      expect({ seen, sum, bySeverity }).toEqual({ seen: 2_000, sum: 2_000, bySeverity: true })
      expect(records).toHaveLength(test.logging.stats().kept)
      expect(records.length).toBeLessThan(400)
      const errors = records.filter(({ severityNumber }) => severityNumber === 17)
      expect(errors.map(({ body }) => body)).toEqual(Array.from({ length: 20 }, (_, i) => `order ${i * 100} lost`))
      for (const { attributes } of errors) {
        expect(attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'boom' })
        expect(attributes['exception.stacktrace']).toContain('posthog-node.test.ts')
      }
      const weight = records.reduce((total, { attributes }) => total + Number(attributes['lipservice.weight']), 0)
      expect(Math.abs(weight - 2_000)).toBeLessThan(400)
    },
  )

  it.each(TRANSPORTS)('is as it was before when it is restored: transport %s', async (transport) => {
    const client = create()
    const before = Object.getOwnPropertyDescriptors(client)
    const names = Reflect.ownKeys(client)
    expect(wrapPostHog(client, { transport, captureExceptions: true })).toBe(client)
    expect(Object.hasOwn(client, 'captureLog')).toBe(true)
    expect(Object.keys(client)).not.toContain('captureLog')
    expect(restorePostHog(client)).toBe(client)
    expect(Reflect.ownKeys(client)).toEqual(names)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
    client.logger.info('later')
    expect(test.logging.stats().seen).toBe(0)
    expect(await arrived()).toMatchObject([{ body: 'later' }])
    wrapPostHog(client)
    client.logger.info('again')
    expect(test.logging.stats().seen).toBe(1)
  })

  it('keeps what somebody else has put over ours, and passes on from then', async () => {
    const client = create()
    const own = vi.fn()
    Object.defineProperty(client, 'captureLog', { value: own, configurable: true, enumerable: true })
    wrapPostHog(client)
    client.captureLog({ body: 'one' })
    const ours = client.captureLog
    const theirs = vi.fn(function (this: Client, log: { body: string }) {
      ours.call(this, log)
    })
    client.captureLog = theirs
    restorePostHog(client)
    expect(client.captureLog).toBe(theirs)
    client.captureLog({ body: 'two' })
    expect(own.mock.calls.map(([log]) => log.body)).toEqual(['one', 'two'])
    expect(test.logging.stats().seen).toBe(1)
  })

  it('gives back what somebody had put there before', () => {
    const client = create()
    const own = vi.fn()
    client.captureLog = own
    const before = Object.getOwnPropertyDescriptor(client, 'captureLog')
    restorePostHog(wrapPostHog(client))
    expect(Object.getOwnPropertyDescriptor(client, 'captureLog')).toEqual(before)
  })

  it('is wrapped once, by whichever copy of the package', async () => {
    const client = wrapPostHog(create(), { transport: 'lipservice' })
    vi.resetModules()
    const copy = await import('../../src/posthog.js')
    expect(copy.wrapPostHog).not.toBe(wrapPostHog)
    copy.wrapPostHog(client)
    wrapPostHog(client)
    client.logger.error('once')
    expect(test.logging.stats().seen).toBe(1)
    expect(await arrived()).toHaveLength(1)
    copy.restorePostHog(client)
    expect(Object.hasOwn(client, 'captureLog')).toBe(false)
  })

  it.each(TRANSPORTS)('asks its beforeSend once for each log that is kept: transport %s', async (transport) => {
    const asked: PostHogLog[] = []
    const first = vi.fn((log: PostHogLog) => {
      asked.push(log)
      return log
    })
    const second = vi.fn((log: PostHogLog) => ({ ...log, attributes: { ...log.attributes, second: true } }))
    const client = wrapPostHog(create({ logs: { beforeSend: [first, second] as never } }), { transport })
    noise(client, 1_000)
    client.logger.error('failed')
    const records = await arrived()
    const { kept } = test.logging.stats()
    expect(kept).toBeLessThan(300)
    expect(first).toHaveBeenCalledTimes(kept)
    expect(second).toHaveBeenCalledTimes(kept)
    expect(records).toHaveLength(kept)
    for (const { attributes } of records) expect(attributes).toMatchObject({ second: true })
  })

  it.each([
    ['returns null', () => null],
    ['returns nothing', () => undefined],
    ['takes the text away', (log: PostHogLog) => ({ ...log, body: '' })],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
  ] as const)('drops what its beforeSend does where it %s, by either transport', async (_, beforeSend) => {
    for (const transport of TRANSPORTS)
      wrapPostHog(create({ logs: { beforeSend: beforeSend as never } }), { transport }).logger.error('failed')
    expect(await arrived()).toEqual([])
    expect(test.logging.stats()).toMatchObject({ seen: 2, kept: 2, unrepresented: 1 })
  })

  it('samples nothing that it would not send: switched off, opted out, without a text', async () => {
    const disabled = wrapPostHog(create({ disabled: true }), { transport: 'lipservice' })
    disabled.logger.error('of a client that is off')
    const optedOut = wrapPostHog(create(), { transport: 'lipservice' })
    await optedOut.optOut()
    optedOut.logger.error('of one that is opted out')
    optedOut.captureLog({ body: '' })
    await optedOut.optIn()
    optedOut.captureLog({ body: '' })
    expect(() => optedOut.captureLog(undefined as never)).toThrow(TypeError)
    expect(() => create().captureLog(undefined as never)).toThrow(TypeError)
    expect(test.logging.stats().seen).toBe(0)
    expect(await arrived()).toEqual([])
    optedOut.logger.error('back')
    expect(await arrived()).toHaveLength(1)
  })

  it.each(TRANSPORTS)('gives person, session and feature flags of its context: transport %s', async (transport) => {
    const client = wrapPostHog(create(), { transport })
    const properties = { $active_feature_flags: ['new-checkout'] }
    client.withContext({ distinctId: 'user-42', sessionId: 's-1', properties }, () => {
      client.logger.error('of the context')
      client.logger.error('of its own', { posthogDistinctId: 'user-7' })
      withLogContext({ posthogDistinctId: 'user-9', plan: 'pro' }, () => client.logger.error('of both'))
    })
    client.logger.error('of none')
    const [own, given, both, none] = await arrived()
    const flags = { feature_flags: ['new-checkout'] }
    expect(own!.attributes).toMatchObject({ posthogDistinctId: 'user-42', sessionId: 's-1', ...flags })
    expect(given!.attributes).toMatchObject({ posthogDistinctId: 'user-7', sessionId: 's-1' })
    expect(both!.attributes).toMatchObject({ posthogDistinctId: 'user-42', plan: 'pro' })
    expect(none!.attributes).not.toHaveProperty('posthogDistinctId')
  })

  it.each(TRANSPORTS)('gives the ids of a log, or those of its active span: transport %s', async (transport) => {
    const client = wrapPostHog(create({ traces: {} as never }), { transport })
    const own = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' }
    client.captureLog({ body: 'own', level: 'error', ...own })
    const active = client.withSpan('work', (span) => {
      client.logger.error('active')
      return { traceId: span.traceId, spanId: span.spanId }
    })
    const records = await arrived()
    expect(records[0]).toMatchObject({ traceId: own.trace_id, spanId: own.span_id })
    expect(records[1]).toMatchObject(active)
    expect(active.traceId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('changes no object of the app', async () => {
    const attributes = Object.freeze({ user: Object.freeze({ id: 7 }), error: new Error('boom') })
    const log = Object.freeze({ body: 'failed', level: 'error', attributes }) as never
    for (const transport of TRANSPORTS) wrapPostHog(create(), { transport }).captureLog(log)
    const beforeSend = posthogBeforeSend()
    create({ logs: { beforeSend } }).captureLog(log)
    expect(await arrived()).toHaveLength(3)
    expect(log).toEqual({ body: 'failed', level: 'error', attributes })
  })

  it('passes untouched before there is an instance, and after it has ended, and follows the next one', async () => {
    const client = wrapPostHog(create(), { transport: 'lipservice' })
    const slot = processSlot()
    const { diag: recorded } = recordingDiag()
    const { clock, logging } = test
    const onExit = () => () => {}
    const early = createEarlyLogging({ now: clock.now, timers: clock, diag: recorded, loggers: slot.loggers, onExit })
    Object.assign(slot, { configured: undefined, early })
    client.logger.error('before')
    client.logger.info('before')
    expect(early.handOver(logging)).toEqual({ kept: 0, missed: 0, lostErrors: 0 })
    Object.assign(slot, { configured: logging, early: undefined })
    client.logger.error('between')
    await logging.forceFlush()
    await logging.shutdown()
    client.logger.error('after')
    await client.flush()
    const next = await startUnderTest()
    client.logger.error('of the next')
    expect(next.logging.stats().seen).toBe(1)
    await next.close()
    const records = test.posthog.records.map(({ body, attributes }) => [body, 'lipservice.reason' in attributes])
    expect(records).toEqual([
      ['between', true],
      ['before', false],
      ['before', false],
      ['after', false],
    ])
  })

  it('says once that its rate cap comes behind, and nothing where that is off or not used', async () => {
    const said: string[] = []
    const quiet = () => {}
    diag.setLogger({
      error: quiet,
      warn: (line) => void said.push(line),
      info: quiet,
      debug: quiet,
      verbose: quiet,
    })
    vi.resetModules()
    const { wrapPostHog: wrap } = await import('../../src/posthog.js')
    wrap(create())
    wrap(create({ logs: { rateCap: { maxLogs: undefined } as never } }))
    wrap(create({ logs: { rateCap: { maxLogs: Number.POSITIVE_INFINITY } } }))
    wrap(create({ logs: { rateCap: { maxLogs: 10, windowMs: 0 } } }))
    wrap(create({ logs: { rateCap: { maxLogs: 10, windowMs: 5_000 } } }), { transport: 'lipservice' })
    expect(said).toEqual([])
    wrap(create({ logs: { rateCap: { maxLogs: 20, windowMs: 5_000 } } }))
    wrap(create({ logs: { rateCap: { maxLogs: 30 } } }))
    diag.disable()
    expect(said).toEqual([expect.stringMatching(/posthog-node takes 20 records in 5 s .*\[rate_cap_behind\]$/)])
  })

  it('takes more than its cap where that is off', () => {
    const pipelineOf = (rateCap: object) =>
      create({ logs: { rateCap } }) as unknown as { _logsPipeline: { _config: { maxLogsPerInterval?: number } } }
    expect(pipelineOf(NO_CAP)._logsPipeline._config.maxLogsPerInterval).toBeUndefined()
    expect(pipelineOf({})._logsPipeline._config.maxLogsPerInterval).toBe(10_000)
  })

  it.each([
    ['loses what waits behind a request at its shutdown', false, 100],
    ['loses nothing where it is flushed before', true, 250],
  ])('%s, as the documents say', async (_, flushes, count) => {
    const client = create()
    for (let i = 0; i < 250; i++) client.logger.info(`item ${i} viewed`)
    if (flushes) await client.flush()
    await client.shutdown()
    expect(test.posthog.records).toHaveLength(count)
  })

  it('sends once what a wrapped logger writes by it', async () => {
    const client = wrapPostHog(create())
    const write = (line: string) => client.logger.info(JSON.parse(line).msg)
    const logger = wrapPino(pino({ base: null }, { write }))
    for (let i = 0; i < 1_000; i++) logger.info(`item ${i} viewed`)
    logger.error('failed')
    const { seen, kept } = test.logging.stats()
    const records = await arrived()
    expect(seen).toBe(1_001)
    expect(records).toHaveLength(kept)
    expect(records.filter(({ body }) => body === 'failed')).toHaveLength(1)
  })

  it('decides nothing that is logged while it decides', async () => {
    await test.close()
    let asked = 0
    test = await startUnderTest({
      alwaysKeep: () => {
        asked++
        client.logger.info('asked')
        return false
      },
    })
    const client = wrapPostHog(create())
    client.logger.info('one')
    expect(asked).toBe(1)
    expect(test.logging.stats().seen).toBe(1)
    expect((await arrived()).map(({ body }) => body)).toEqual(['asked', 'one'])
  })

  it('passes a log untouched that we cannot read', async () => {
    const client = wrapPostHog(create())
    let reads = 0
    // It shows its text when the client asks, and not to us.
    const log = {
      body: 'seen',
      get level() {
        if (reads++ === 0) throw new Error('not yet')
        return 'warn' as const
      },
    }
    client.captureLog(log)
    expect(await arrived()).toMatchObject([{ body: 'seen', severityNumber: 13 }])
  })

  describe('with posthogBeforeSend', () => {
    it('sends what is kept, stamped, and nothing of what is dropped', async () => {
      const client = create({ logs: { beforeSend: posthogBeforeSend() } })
      noise(client, 2_000)
      client.logger.error('failed', { error: new TypeError('boom') as never })
      const { kept, dropped } = test.logging.stats()
      expect(kept + dropped.adaptive).toBe(2_001)
      const records = await arrived()
      expect(records).toHaveLength(kept)
      expect(records.at(-1)!.attributes).toMatchObject({
        'exception.type': 'TypeError',
        'lipservice.reason': 'error',
        'lipservice.weight': 1,
      })
    })

    it('lets pass what the wrapped client has decided, behind a function of the app that logs, too', async () => {
      const other = create()
      const beforeSend = [
        (log: PostHogLog) => {
          other.logger.info('asked')
          return { body: log.body, level: log.level }
        },
        posthogBeforeSend(),
      ] as never
      const client = wrapPostHog(create({ logs: { beforeSend } }))
      noise(client, 1_000)
      const { seen, kept } = test.logging.stats()
      expect(seen).toBe(1_000)
      const records = await arrived()
      expect(records.filter(({ body }) => body !== 'asked')).toHaveLength(kept)
    })

    it('passes a log that cannot be read', () => {
      const log = {
        body: 'x',
        get level(): string {
          throw new Error('no')
        },
      }
      expect(posthogBeforeSend()(log)).toBe(log)
    })
  })
})

describe('wrapPostHog', () => {
  it.each([undefined, null, 7, {}, { capture() {} }])('leaves %j as it is', (value) => {
    expect(wrapPostHog(value)).toBe(value)
    expect(restorePostHog(value)).toBe(value)
  })

  it('leaves a client that cannot be changed as it is', () => {
    const client = Object.freeze({ captureLog() {} })
    expect(wrapPostHog(client)).toBe(client)
  })

  it.each([
    [{ transport: 'otlp' }, "transport of wrapPostHog must be 'posthog' or 'lipservice'; got 'otlp'"],
    [{ captureExceptions: 1 }, 'captureExceptions of wrapPostHog must be true or false; got 1'],
  ])('refuses %j', (options, message) => {
    expect(() => wrapPostHog(new Newest('phc_x', { disabled: true }), options as never)).toThrow(message)
  })
})
