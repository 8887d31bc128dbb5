import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findWinston } from '../../src/adapters/winston/find-winston.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

const require = createRequire(import.meta.url)

describe('a winston logger that nobody wrapped', () => {
  let test: LoggingUnderTest
  let printed: string[]
  beforeEach(async () => {
    test = await startUnderTest()
    printed = []
  })
  afterEach(() => test.close())

  const winston = () => require('winston') as typeof import('winston')
  const transport = () => {
    const stream = new Writable({
      write(chunk, _, done) {
        printed.push(String(chunk))
        done()
      },
    })
    return new (winston().transports.Stream)({ stream })
  }

  it('is found when it gets a transport, and sampled once, however often one looks for it', async () => {
    findWinston()
    const logger = winston().createLogger({ transports: [transport()] })
    findWinston()
    findWinston()
    for (let i = 0; i < 2_000; i++) logger.info(`item ${i} viewed`)
    logger.error('failed')
    expect(test.logging.stats().seen).toBe(2_001)
    expect((await test.arrived()).filter(({ severityNumber }) => severityNumber === 17)).toHaveLength(1)
    expect(printed).toHaveLength(2_001)
  })

  it('is found that got its transports by add, and has its answer', () => {
    findWinston()
    const logger = winston().createLogger()
    expect(logger.add(transport())).toBe(logger)
    logger.info('hello')
    expect(test.logging.stats().seen).toBe(1)
  })
})
