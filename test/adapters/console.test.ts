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
