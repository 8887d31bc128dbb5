import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakePostHog, startFakePostHog } from '../../src/testing.js'
import { runApp } from '../support/child-process.js'
import { LONG } from '../support/tier.js'

/** `npm test` tries every other row. */
const share = <Row>(rows: readonly Row[]) => (LONG ? rows : rows.filter((_, i) => i % 2 === 0))

describe('what nobody caught', () => {
  let posthog: FakePostHog
  beforeEach(async () => {
    posthog = await startFakePostHog()
  })
  afterEach(() => posthog.close())
  const run = async (thrown: string, listener: string) => {
    const { code } = await runApp('uncaught.ts', [thrown, listener], {
      POSTHOG_API_KEY: posthog.token,
      POSTHOG_HOST: posthog.url,
    })
    return { code, records: posthog.records }
  }

  it.each(
    share<[string, string, object]>([
      ['error', 'once', { 'exception.type': 'TypeError', 'exception.message': 'once' }],
      ['text', 'only a text', { 'exception.message': 'only a text' }],
      ['object', "{ code: 5, why: 'because' }", { 'exception.code': 5, 'exception.fields': { why: 'because' } }],
      ['undefined', 'undefined', {}],
      ['rejected error', 'once', { 'exception.type': 'TypeError' }],
      ['rejected object', 'a promise was rejected with #<Object>', {}],
      ['rejected text', 'a promise was rejected with only a text', { 'exception.code': 'ERR_UNHANDLED_REJECTION' }],
      ['rejected undefined', 'a promise was rejected with undefined', {}],
    ]),
  )('is one FATAL record that says what it was: %s', async (thrown, text, attributes) => {
    const { code, records } = await run(thrown, 'none')
    expect(code).not.toBe(0)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      severityNumber: 21,
      severityText: 'fatal',
      body: `uncaught: ${text}`,
      attributes,
    })
  })

  it.each(
    share([
      ['error', 'console'],
      ['error', 'later'],
      ['error', 'winston'],
      ['error', 'pino'],
      ['error', 'exits'],
      ['error', 'before'],
      ['rejected error', 'pino'],
      ['text', 'pino'],
      ['text', 'console'],
    ]),
  )('is left to the app where that logs it: %s, %s', async (thrown, listener) => {
    const { records } = await run(thrown, listener)
    expect(records).toHaveLength(1)
    expect(String(records[0]!.body)).not.toMatch(/^uncaught: /)
  })

  it.each([
    ['error', 'silent', 1],
    ['error', 'something', 2],
  ])('is not lost where the app says nothing of it: %s, %s', async (thrown, listener, count) => {
    const { code, records } = await run(thrown, listener)
    expect(code).toBe(9)
    expect(records).toHaveLength(count)
    const ours = records.filter(({ body }) => String(body) === 'uncaught: once')
    expect(ours).toMatchObject([{ severityNumber: 17, attributes: { 'exception.type': 'TypeError' } }])
  })
})
