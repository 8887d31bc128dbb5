import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createCorrelation } from '../../src/destinations/correlation.js'
import { withLogContext } from '../../src/index.js'
import { wrapPino } from '../../src/pino.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('attributeMapping', () => {
  let test: LoggingUnderTest | undefined
  afterEach(async () => test?.close())

  it('finds what PostHog links a log by among the attributes of the app', () => {
    const correlate = createCorrelation({ posthogDistinctId: 'user.id', sessionId: 'sid' })
    expect(correlate({ user: { id: 42 }, sid: 'a' })).toEqual({ posthogDistinctId: '42', sessionId: 'a' })
    expect(correlate({ 'user.id': 'dotted', user: { id: 'nested' } })).toEqual({ posthogDistinctId: 'dotted' })
    expect(correlate({ user: 'ann', sid: { id: 1 } })).toBeUndefined()
    expect(correlate({ user: { id: 1 }, posthogDistinctId: 'own' })).toBeUndefined()
    expect(createCorrelation({ sessionId: '__proto__.x' })({})).toBeUndefined()
  })

  it('finds nobody in an empty text', async () => {
    const correlate = createCorrelation({ posthogDistinctId: 'user.id', sessionId: 'sid' })
    expect(correlate({ user: { id: ' ' }, sid: '' })).toBeUndefined()
    expect(correlate({ user: { id: 'u1' }, posthogDistinctId: '' })).toEqual({ posthogDistinctId: 'u1' })
    test = await startUnderTest()
    const logger = test.logging.getLogger('app')
    const empty = { posthogDistinctId: '', sessionId: '  ' }
    withLogContext({ posthogDistinctId: 'ann@example.com' }, () =>
      logger.emit({ severityNumber: 17, body: 'x', attributes: empty }),
    )
    const [record] = await test.arrived()
    expect(record!.attributes['posthogDistinctId']).toBe('ann@example.com')
    expect(record!.attributes).not.toHaveProperty('sessionId')
  })

  it('adds it to records of any logger and to those of a log context', async () => {
    test = await startUnderTest(
      {},
      { env: { LIPSERVICE_ATTRIBUTE_MAPPING: 'posthogDistinctId=user.id,sessionId=sid' } },
    )
    wrapPino(pino({}, { write() {} })).error({ user: { id: 'u1' } }, 'by pino')
    withLogContext({ sid: 's1' }, () =>
      test!.logging.getLogger('app').emit({ severityNumber: 17, body: 'by OpenTelemetry', attributes: { a: 1 } }),
    )
    const [first, second] = await test.arrived()
    expect(first!.attributes).toMatchObject({ posthogDistinctId: 'u1' })
    expect(second!.attributes).toMatchObject({ sessionId: 's1', sid: 's1', a: 1 })
  })
})
