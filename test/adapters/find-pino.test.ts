import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPino } from '../../src/adapters/pino/find-pino.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

// Once a process, as `lipservice/register` does.
findPino()

describe('a pino logger that nobody wrapped', () => {
  let test: LoggingUnderTest
  let printed: string[]
  beforeEach(async () => {
    test = await startUnderTest()
    printed = []
  })
  afterEach(() => test.close())

  const loggerOf = (options: pino.LoggerOptions = {}) => pino(options, { write: (line) => void printed.push(line) })
  const bodies = async () => (await test.arrived()).map(({ body }) => body)

  it('is found by its first line, which is decided and shipped once like all that follow', async () => {
    const logger = loggerOf()
    for (const text of ['first', 'second', 'third']) logger.error(text)
    expect(await bodies()).toEqual(['first', 'second', 'third'])
    expect(test.logging.stats().seen).toBe(3)
    expect(printed).toHaveLength(3)
  })

  it('is found by the first line of a child, with the methods that the child had of its own', async () => {
    const logger = loggerOf()
    const child = logger.child({ module: 'a' }, { level: 'debug' })
    child.error('of the child')
    child.error('again')
    logger.error('of the parent')
    expect(await bodies()).toEqual(['of the child', 'again', 'of the parent'])
    expect(test.logging.stats().seen).toBe(3)
  })

  it('is thinned from its second line on', () => {
    const logger = loggerOf()
    for (let i = 0; i < 2_000; i++) logger.info(`item ${i} viewed`)
    const { seen, dropped } = test.logging.stats()
    expect(seen).toBe(2_000)
    expect(dropped.adaptive).toBeGreaterThan(1_000)
    expect(printed).toHaveLength(2_000)
  })

  it('keeps the hook of the app, which its first line goes through as well', async () => {
    const logger = loggerOf({ hooks: { streamWrite: (line) => line.replace('secret', 'hidden') } })
    logger.error('a secret')
    logger.error('another secret')
    expect(await bodies()).toEqual(['a hidden', 'another hidden'])
    expect(printed.join()).not.toContain('secret')
  })

  it('writes as ever when nothing runs any more', async () => {
    const logger = loggerOf()
    await test.logging.shutdown()
    logger.error('later')
    expect(printed).toHaveLength(1)
  })
})
