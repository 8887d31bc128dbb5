import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wrapConsole } from '../../src/console.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('wrapConsole', () => {
  let test: LoggingUnderTest
  let restore = () => {}
  beforeEach(async () => {
    test = await startUnderTest()
  })
  afterEach(async () => {
    restore()
    await test.close()
  })

  function consoleOf(own: Partial<Record<'error' | 'log' | 'trace', (...args: unknown[]) => void>> = {}) {
    const silent = () => {}
    return { trace: silent, debug: silent, log: silent, info: silent, warn: silent, error: silent, ...own }
  }

  it('wraps the global console, and gives it back as it was', async () => {
    const { error } = console
    restore = wrapConsole()
    expect(console.error).not.toBe(error)
    restore()
    expect(console.error).toBe(error)
  })

  it('wraps once', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    expect(wrapConsole({ console: target })).toBe(restore)
    target.error('once')
    expect(await test.arrived()).toHaveLength(1)
  })

  it('passes on what the arguments make, as the console prints it', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    target.error('order', { id: 7 }, ['a', 1])
    target.error({ only: 'an object' })
    target.error()
    expect((await test.arrived()).map(({ body }) => body)).toEqual([
      "order { id: 7 } [ 'a', 1 ]",
      "{ only: 'an object' }",
      '',
    ])
  })

  it('has the fields of plain objects as attributes, and the message of one alone as its body', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    class Account {
      readonly id = 1
    }
    target.log({ msg: 'paid', amount: 7 })
    target.log('order', { id: 7 }, { id: 8, late: true }, new Account())
    const records = await test.arrived()
    expect(records).toMatchObject([
      { body: 'paid', attributes: { amount: 7 } },
      { body: 'order { id: 7 } { id: 8, late: true } Account { id: 1 }', attributes: { id: 7, late: true } },
    ])
    expect(records[0]!.attributes).not.toHaveProperty('msg')
  })

  it('runs no getter of what is printed', () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    let reads = 0
    target.log('lazy', {
      get value() {
        return reads++
      },
    })
    expect(reads).toBe(0)
  })

  it('takes no orders from what is printed', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    for (let i = 0; i < 2_000; i++) target.log('posted', { 'lipservice.keep': true })
    expect(test.logging.stats().keptByReason.pinned).toBe(0)
    expect(test.logging.stats().dropped.adaptive).toBeGreaterThan(1_000)
  })

  it.each([
    ['log', '{"level":"error","msg":"x"}', 17, true],
    ['log', { level: 'error', msg: 'x' }, 17, true],
    ['log', 'level=error msg=x', 17, true],
    ['log', '{"level":"debug","msg":"x"}', 5, false],
    ['info', '{"level":"warn","msg":"x"}', 13, false],
    ['info', '{"level":"debug","msg":"x"}', 9, false],
    ['error', '{"level":"info","msg":"x"}', 17, true],
    ['log', 'payment failed {"level":"error"}', 9, false],
  ] as const)('sends the level that a line says of itself: %s(%j)', async (method, line, severityNumber, isError) => {
    const calls: Partial<Record<'log' | 'info' | 'error', (...args: unknown[]) => void>> = { info: () => {} }
    const target = { ...consoleOf(), ...calls } as Record<string, (...args: unknown[]) => void>
    restore = wrapConsole({ console: target as never })
    target[method]!(line)
    const [record] = await test.arrived()
    expect(record!.severityNumber).toBe(severityNumber)
    expect(record!.attributes['lipservice.reason']).toBe(isError ? 'error' : 'first')
  })

  it('does not log a console that prints through itself twice', async () => {
    const target: ReturnType<typeof consoleOf> = consoleOf({ trace: (...args) => target.error(...args) })
    restore = wrapConsole({ console: target })
    target.trace('here')
    expect(test.logging.stats().seen).toBe(1)
  })

  it.each([
    ['before', true],
    ['after', false],
  ])('ships a call once that a bridge emits %s it prints', async (_, first) => {
    const bridge = test.logging.loggerProvider.getLogger('@opentelemetry/instrumentation-console')
    const printed: unknown[] = []
    const target = consoleOf({ log: (text) => void printed.push(text) })
    restore = wrapConsole({ console: target })
    const { log } = target
    target.log = (text) => {
      if (first) bridge.emit({ severityNumber: 9, body: String(text) })
      log(text)
      if (!first) bridge.emit({ severityNumber: 9, body: String(text) })
    }
    target.log('once')
    target.log('twice')
    expect(printed).toEqual(['once', 'twice'])
    expect(test.logging.stats().seen).toBe(2)
  })

  it('does not log what is logged while it formats', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    target.error('a value %s', {
      toString() {
        target.log('from within')
        return 'x'
      },
    })
    expect(test.logging.stats().seen).toBe(1)
  })

  it('lets go of a console that somebody wrapped later', async () => {
    const target = consoleOf()
    restore = wrapConsole({ console: target })
    const ours = target.error
    const theirs = (...args: unknown[]) => ours(...args)
    target.error = theirs
    restore()
    expect(target.error).toBe(theirs)
    target.error('after')
    expect(test.logging.stats().seen).toBe(0)
  })

  it('throws what the console throws, and nothing else', () => {
    const broken = consoleOf({
      error: () => {
        throw new Error('of the console')
      },
    })
    restore = wrapConsole({ console: broken })
    expect(() => broken.error('x')).toThrow('of the console')
    const hostile = {
      [Symbol.toPrimitive]: () => {
        throw new Error('p')
      },
    }
    expect(() => broken.log('%d', hostile)).not.toThrow()
  })
})
