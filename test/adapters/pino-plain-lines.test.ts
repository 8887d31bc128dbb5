import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import fc from 'fast-check'
import pino, { type Logger, type LoggerOptions } from 'pino'
import { describe, expect, it } from 'vitest'
import { recordOfLine } from '../../src/adapters/pino/line-record.js'
import { recordOfArguments } from '../../src/adapters/pino/log-arguments.js'
import { keysOf, thrownOf } from '../../src/adapters/pino/pino-internals.js'
import { recordOfPlainCall } from '../../src/adapters/pino/plain-call.js'
import { createPlainLines } from '../../src/adapters/pino/plain-lines.js'
import { plainLoggerOf } from '../../src/adapters/pino/plain-settings.js'
import { wrapPino } from '../../src/pino.js'
import type { LogRecord } from '../../src/record/log-record.js'
import { HOSTILE_VALUES } from '../support/hostile-values.js'
import { startUnderTest } from '../support/logging-under-test.js'
import { atTier } from '../support/tier.js'

type Args = [unknown, ...unknown[]]

/** The record of a call as it was given, unless only its line tells it, and as its line tells it. */
function bothOf(logger: Logger, lines: string[], args: Args): { given: LogRecord | undefined; told: LogRecord } {
  const keys = keysOf(logger)
  const context = { timestamp: 5, severityNumber: 9, severityText: 'info', spanContext: undefined, keys }
  const thrown = thrownOf(recordOfArguments(args, 30, keys, undefined, 'info'), logger)
  ;(logger.info as (...args: unknown[]) => void)(...args)
  const plain = plainLoggerOf(logger)
  const given = plain && recordOfPlainCall(args, plain, context)
  return { given, told: recordOfLine(lines.at(-1)!, { ...context, thrown }) }
}

function loggerOf(options: LoggerOptions): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  return { logger: pino(options, { write: (line) => void lines.push(line) }), lines }
}

/** A field that is `undefined` is in no line. */
const shown = ({ attributes, ...record }: LogRecord) => ({
  ...record,
  attributes: Object.fromEntries(Object.entries(attributes ?? {}).filter(([, value]) => value !== undefined)),
})

const NAMES = ['a', 'b', 'msg', 'message', 'err', 'failure', 'level', 'time', 'pid', 'hostname', 'name', 'headers']
const MEANING = [
  'trace_id',
  'span_id',
  'trace_flags',
  'socket',
  'method',
  'a"b',
  'é',
  '__proto__',
  'constructor',
  'toString',
  'password',
]
const primitive = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7', 'x"y\\', '\ud800', ''),
  fc.double(),
  fc.integer(),
  fc.constantFrom(-0, 1e21, 2 ** 53, 2 ** 63, -(2 ** 60), 1796000000000, 5e-324, Number.NaN, -Number.MAX_VALUE),
  fc.constantFrom(true, false, null, undefined),
)
const anything = fc.oneof(
  { weight: 8, arbitrary: primitive },
  fc.constantFrom(
    7n,
    Symbol('s'),
    () => 1,
    new Date(5),
    new Error('boom'),
    { toJSON: () => 'x' },
    [1],
    { a: 1 },
    new Map(),
  ),
)
const fields = fc.dictionary(fc.constantFrom(...NAMES, ...MEANING), anything, { maxKeys: 5, noNullPrototype: true })
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('order 17 %s', '%%', '%d\n', '"'))
const args: fc.Arbitrary<Args> = fc.oneof(
  fc.tuple(fields, text),
  fc.tuple(text),
  fc.tuple(fields),
  fc.tuple(fields, text, primitive),
  fc.tuple(text, primitive),
  fc.tuple(anything, anything),
)
/** Nine of ten are as pino has them. */
const oneOf = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: others.length * 9, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))
const isoTime = pino.stdTimeFunctions.isoTime as () => string
const settings = fc.record({
  messageKey: oneOf('msg', 'message', 'a'),
  errorKey: oneOf('err', 'failure'),
  nestedKey: oneOf('', 'payload'),
  msgPrefix: oneOf('', '[api] '),
  crlf: fc.boolean(),
  timestamp: oneOf<boolean | (() => string)>(true, false, isoTime),
  name: oneOf<string | undefined>(undefined, 'api'),
  base: oneOf<object | null>({ pid: process.pid, hostname: 'h' }, null, {}, { time: 'noon' }, { trace_id: 'x' }),
  redact: oneOf<string[]>([], ['a'], ['*.b'], ['*'], ['b.c'], ['msg']),
  serializers: oneOf({}, { a: () => 'hidden' }, { err: () => 'hidden' }, { msg: () => 'hidden' }),
  formatters: oneOf<NonNullable<LoggerOptions['formatters']>>(
    {},
    { level: (level) => ({ level }) },
    { log: () => ({ hidden: true }) },
    { bindings: () => ({ app: 'x' }) },
  ),
  mixin: oneOf<(() => object) | undefined>(undefined, () => ({ mixed: 1 })),
  wholeSerializer: oneOf(false, true),
})

function optionsOf({
  wholeSerializer,
  base,
  redact,
  name,
  mixin,
  ...rest
}: typeof settings extends fc.Arbitrary<infer T> ? T : never): LoggerOptions {
  const whole = wholeSerializer ? { [Symbol.for('pino.*')]: () => ({ hidden: true }) } : {}
  return {
    ...rest,
    serializers: { ...rest.serializers, ...whole } as NonNullable<LoggerOptions['serializers']>,
    ...(redact.length > 0 && { redact }),
    ...(name !== undefined && { name }),
    ...(mixin !== undefined && { mixin }),
    base: base as Record<string, unknown>,
  } as LoggerOptions
}

describe('a line of pino that is not read', () => {
  it('tells what was given, whatever the settings, the bindings, the fields and the text', () => {
    let plain = 0
    const bindings = fc.dictionary(fc.constantFrom(...NAMES, ...MEANING), primitive, {
      maxKeys: 2,
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(settings, fc.option(bindings), args, (given, ofChild, call) => {
        const { logger, lines } = loggerOf(optionsOf(given))
        let both: ReturnType<typeof bothOf>
        try {
          both = bothOf(ofChild === null ? logger : logger.child(ofChild), lines, call)
        } catch {
          // pino throws as well, of some values.
          return
        }
        if (both.given === undefined) return
        plain++
        expect(shown(both.given)).toStrictEqual(shown(both.told))
      }),
      { numRuns: atTier({ test: 2_000, long: 5_000, soak: 100_000 }), seed: 27 },
    )
    expect(plain).toBeGreaterThan(100)
  })

  it.each<[string, LoggerOptions, Args]>([
    [
      'fields and a text',
      {},
      [{ method: 'GET', status: 200, cached: true, none: null, gone: undefined }, 'order placed'],
    ],
    ['a text alone', {}, ['order placed']],
    ['a base and a name', { name: 'api', base: { region: 'eu' } }, [{ a: 1 }, 'order placed']],
    ['serializers of other fields', { serializers: { user: () => 'hidden' } }, [{ a: 1 }, 'order placed']],
    ['another message key', { messageKey: 'message' }, [{ msg: 'field' }, 'order placed']],
  ])('is that of %s', (_name, options, given) => {
    const { logger, lines } = loggerOf(options)
    const both = bothOf(logger, lines, given)
    expect(both.given).toBeDefined()
    expect(shown(both.given!)).toStrictEqual(shown(both.told))
  })

  it.each<[string, LoggerOptions]>([
    ['redacts', { redact: ['password'] }],
    ['redacts everywhere', { redact: ['*.password'] }],
    ['has a mixin', { mixin: () => ({}) }],
    ['formats its fields', { formatters: { log: (object) => object } }],
    ['nests its fields', { nestedKey: 'payload' }],
    ['has a prefix', { msgPrefix: '[api] ' }],
    ['has a serializer of whole calls', { serializers: { [Symbol.for('pino.*') as unknown as string]: (all) => all } }],
    ['has a serializer of its message', { serializers: { msg: (message) => message } }],
    ['binds a trace', { base: { trace_id: 'x' } }],
  ])('is none of a logger that %s', (_name, options) => {
    expect(plainLoggerOf(loggerOf(options).logger)).toBeUndefined()
  })

  it.each<[string, (logger: Logger) => Logger]>([
    ['redacts', (logger) => logger.child({}, { redact: ['a'] })],
    ['has a prefix', (logger) => logger.child({}, { msgPrefix: '[api] ' })],
    ['formats its fields', (logger) => logger.child({}, { formatters: { log: (object) => object } })],
  ])('is none of a child that %s, and is of its parent', (_name, make) => {
    const { logger } = loggerOf({})
    expect(plainLoggerOf(logger)).toBeDefined()
    expect(plainLoggerOf(make(logger))).toBeUndefined()
    expect(plainLoggerOf(logger)).toBeDefined()
  })

  it('is none of a field that a child serialises', () => {
    const { logger, lines } = loggerOf({})
    const child = logger.child({}, { serializers: { a: () => 'hidden' } })
    expect(bothOf(child, lines, [{ a: 1 }, 'text']).given).toBeUndefined()
    expect(bothOf(child, lines, [{ b: 1 }, 'text']).given).toBeDefined()
  })

  it.each<[string, LoggerOptions, Args]>([
    ['a serializer hides', { serializers: { a: () => 'hidden' } }, [{ a: 1 }, 'text']],
    [
      'the serializer of errors hides',
      { errorKey: 'failure', serializers: { err: () => 'hidden' } },
      [{ failure: 0 }, 'text'],
    ],
    ['makes a request of the fields', {}, [{ method: 'GET', headers: 'x', socket: 'y' }, 'text']],
    ['is of a trace', {}, [{ trace_id: 'x' }, 'text']],
    ['has the name of the message', {}, [{ msg: 'field' }, 'text']],
    ['has a name that every object has', {}, [{ toString: 'text' }, 'text']],
    ['has the name of its time', { base: null, timestamp: false }, [{ time: 'noon' }, 'text']],
    ['is no number in JSON', {}, [{ a: Number.NaN }, 'text']],
    ['is a larger integer than a number holds', {}, [{ a: 2 ** 60 }, 'text']],
    ['is zero with a sign', {}, [{ a: -0 }, 'text']],
    ['is an object', {}, [{ a: {} }, 'text']],
    [
      'is of a class',
      {},
      [
        new (class Order {
          id = 1
        })(),
        'text',
      ],
    ],
    ['is put into the text', {}, ['text %s', 'value']],
    ['is all there is', {}, [{ a: 1 }]],
  ])('is none of a call of which something %s', (_name, options, given) => {
    const { logger, lines } = loggerOf(options)
    expect(bothOf(logger, lines, given).given).toBeUndefined()
  })

  it('holds no binding that a field without a value would hide', () => {
    const { logger, lines } = loggerOf({ base: { a: 1 } })
    expect(bothOf(logger, lines, [{ a: undefined }, 'text']).given?.attributes).toEqual({ a: 1 })
  })

  it('follows bindings that are set later', () => {
    const { logger, lines } = loggerOf({})
    const child = logger.child({ a: 1 })
    expect(bothOf(child, lines, ['text']).given?.attributes).toEqual({ a: 1 })
    child.setBindings({ b: 2 })
    expect(bothOf(child, lines, ['text']).given?.attributes).toEqual({ a: 1, b: 2 })
  })

  it('is none of a field for which a serializer was added later', () => {
    const { logger, lines } = loggerOf({})
    expect(bothOf(logger, lines, [{ a: 1 }, 'text']).given).toBeDefined()
    const { serializersSym } = pino.symbols as unknown as Record<'serializersSym', symbol>
    const slots = logger as unknown as Record<symbol, Record<string, unknown>>
    slots[serializersSym]!['a'] = () => 'hidden'
    const both = bothOf(logger, lines, [{ a: 1 }, 'text'])
    delete slots[serializersSym]!['a']
    expect(both.told.attributes).toEqual({ a: 'hidden' })
    expect(both.given).toBeUndefined()
  })

  it.each(['8.21.0', '11.0.0', undefined])('is none of a pino whose version is %s', (version) => {
    const { logger } = loggerOf({})
    Object.defineProperty(logger, 'version', { value: version })
    expect(plainLoggerOf(logger)).toBeUndefined()
  })

  it('is none of a logger without one of the settings', () => {
    const { logger } = loggerOf({})
    const mixin = Object.getOwnPropertySymbols(logger).find(({ description }) => description === 'pino.mixin')!
    delete (logger as unknown as Record<symbol, unknown>)[mixin]
    expect(plainLoggerOf(logger)).toBeUndefined()
  })

  it.each(HOSTILE_VALUES)('throws nothing of its own: %s', (_name, make) => {
    const { logger } = loggerOf({})
    const keys = keysOf(logger)
    const context = { timestamp: 5, severityNumber: 9, severityText: 'info', spanContext: undefined, keys }
    const lines = createPlainLines()
    for (const given of [[make(), 'text'], [{ a: make() }, 'text'], ['text', make()], [make()]] as Args[])
      for (let i = 0; i < 5; i++)
        expect(() => lines.recordOf({ logger, args: given, level: 30 }, context, '{}\n')).not.toThrow()
  })
})

describe('lines that are not read', () => {
  const own = ({ attributes }: { attributes: Record<string, unknown> }) =>
    Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('lipservice.')))

  it('are all read once one of them tells something else than was given', async () => {
    const test = await startUnderTest()
    let made = 0
    // The first four are read, and then one line in 64.
    const timestamp = () => (++made > 40 ? `,"time":1,"made":${made}` : ',"time":1')
    const logger = wrapPino(pino({ timestamp }, { write() {} }))
    made = 0
    for (let i = 0; i < 100; i++) logger.warn({ i }, `order ${'x'.repeat(i)}`)
    const shownMade = (await test.arrived()).map((record) => own(record)['made'])
    await test.close()
    expect(shownMade.slice(68)).toEqual(Array.from({ length: 32 }, (_, i) => i + 69))
    expect(shownMade[67]).toBe(68)
    expect(shownMade[50]).toBeUndefined()
  })

  it('are none of a logger whose first line tells something else', async () => {
    const test = await startUnderTest()
    const logger = wrapPino(pino({ base: null, timestamp: () => ',"time":1,"zone":"UTC"' }, { write() {} }))
    for (let i = 0; i < 9; i++) logger.warn({ i }, 'order placed')
    const records = await test.arrived()
    await test.close()
    expect(records.map(own)).toEqual(Array.from({ length: 9 }, (_, i) => ({ zone: 'UTC', i })))
  })

  it('show what a subscriber of pino made of the fields', async () => {
    const test = await startUnderTest()
    const hide = (message: unknown) => {
      const [fields] = (message as { arguments: [Record<string, unknown>] }).arguments
      fields['card'] = 'hidden'
    }
    subscribe('tracing:pino_asJson:start', hide)
    const logger = wrapPino(pino({}, { write() {} }))
    for (let i = 0; i < 9; i++) logger.warn({ i, card: 'hunter2' }, 'order placed')
    const records = await test.arrived()
    unsubscribe('tracing:pino_asJson:start', hide)
    await test.close()
    expect(records.map(own)).toEqual(Array.from({ length: 9 }, (_, i) => ({ i, card: 'hidden' })))
  })

  it('show fields as they were when the app logged them', async () => {
    const test = await startUnderTest()
    const logger = wrapPino(pino({}, { write() {} })).child({ module: 'cart' })
    const fields = { items: 1 }
    for (; fields.items <= 6; fields.items++) logger.warn(fields, 'cart is full')
    const records = await test.arrived()
    await test.close()
    expect(records.map(own)).toEqual([1, 2, 3, 4, 5, 6].map((items) => ({ module: 'cart', items })))
  })
})
