import { ConsoleLogger } from '@nestjs/common'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wrapConsole } from '../../src/console.js'
import { wrapNestLogger } from '../../src/nest.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('wrapNestLogger', () => {
  let test: LoggingUnderTest
  const lines: string[] = []
  class Memory extends ConsoleLogger {
    protected override printMessages(messages: unknown[], context?: string): void {
      lines.push(...messages.map((message) => `[${context}] ${String(message)}`))
    }
    protected override printStackTrace(stack: string): void {
      if (stack) lines.push(stack)
    }
  }
  const start = (context?: string) => wrapNestLogger(context === undefined ? new Memory() : new Memory(context))

  beforeEach(async () => {
    test = await startUnderTest()
    lines.length = 0
  })
  afterEach(() => test.close())

  it('maps the six levels of Nest', async () => {
    const logger = start()
    logger.verbose('at verbose')
    logger.debug('at debug')
    logger.log('at log')
    logger.warn('at warn')
    logger.error('at error')
    logger.fatal('at fatal')
    expect((await test.arrived()).map(({ severityNumber }) => severityNumber).toSorted((a, b) => a - b)).toEqual([
      1, 5, 9, 13, 17, 21,
    ])
  })

  it('gives the context of the call, else that of the logger', async () => {
    const logger = start('AppModule')
    logger.error('own')
    logger.error('other', undefined, 'OrdersController')
    const [own, other] = await test.arrived()
    expect(own).toMatchObject({ body: 'own', attributes: { context: 'AppModule' }, scope: { name: 'nest' } })
    expect(other).toMatchObject({ body: 'other', attributes: { context: 'OrdersController' } })
  })

  it('makes an exception of a stack that comes as a text', async () => {
    const error = new TypeError('boom')
    start('App').error('payment failed', error.stack)
    const [record] = await test.arrived()
    expect(record).toMatchObject({ body: 'payment failed', attributes: { context: 'App' } })
    expect(record!.attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'boom' })
    expect(record!.attributes['exception.stacktrace']).toBe(error.stack)
  })

  it('makes a record of each text, with what follows it', async () => {
    start().fatal('first', { orderId: 7 }, 42, 'second', new RangeError('out'), 'Orders')
    const [first, second, ...none] = await test.arrived()
    expect(none).toEqual([])
    expect(first).toMatchObject({ body: 'first', attributes: { orderId: 7, params: [42], context: 'Orders' } })
    expect(second).toMatchObject({ body: 'second', attributes: { 'exception.type': 'RangeError', context: 'Orders' } })
  })

  it('takes the message of an object for the body', async () => {
    start().error({ message: 'declined', orderId: 7 })
    expect(await test.arrived()).toMatchObject([{ body: 'declined', attributes: { orderId: 7 } }])
  })

  it('calls a function for its message once', async () => {
    let calls = 0
    start().error(() => `said ${++calls}`)
    expect(lines).toEqual(['[] said 1'].map((line) => line.replace('[]', '[undefined]')))
    expect((await test.arrived()).map(({ body }) => body)).toEqual(['said 1'])
  })

  it('logs nothing below the level of the logger', () => {
    const logger = wrapNestLogger(new Memory('App', { logLevels: ['error'] }))
    logger.log('not wanted')
    expect(test.logging.stats().seen).toBe(0)
    expect(lines).toEqual([])
  })

  it('ships a line once where Nest prints by a console that is wrapped too', async () => {
    const printed: unknown[] = []
    const target = { ...console, log: (text: unknown) => void printed.push(text), error: () => {} }
    const restore = wrapConsole({ console: target })
    const { log } = console
    console.log = target.log
    try {
      wrapNestLogger(new ConsoleLogger('App', { forceConsole: true, colors: false })).log('once')
    } finally {
      console.log = log
      restore()
    }
    expect(printed).toHaveLength(1)
    expect(test.logging.stats().seen).toBe(1)
  })

  it('wraps once, and leaves alone what is no ConsoleLogger', async () => {
    const logger = start()
    expect(wrapNestLogger(logger)).toBe(logger)
    logger.error('once')
    expect(await test.arrived()).toHaveLength(1)
    const other = { log() {}, error() {}, warn() {} }
    const { error } = other
    expect(wrapNestLogger(other).error).toBe(error)
    expect(wrapNestLogger(undefined)).toBeUndefined()
  })
})
