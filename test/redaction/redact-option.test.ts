import { afterEach, describe, expect, it } from 'vitest'
import type { RedactOption } from '../../src/options/redact-option.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('redact', () => {
  let test: LoggingUnderTest
  afterEach(() => test.close())

  async function sent(
    redact: RedactOption | undefined,
    record: { body?: unknown; attributes?: Record<string, unknown> },
  ) {
    test = await startUnderTest(redact === undefined ? {} : { redact })
    const { clock, logging } = test
    logging.getLogger('app').emit({ severityNumber: 9, timestamp: clock.now(), ...record } as never)
    const [arrived] = await test.arrived()
    const {
      'lipservice.weight': _,
      'lipservice.signature': __,
      'lipservice.reason': ___,
      ...attributes
    } = arrived!.attributes
    return { body: arrived!.body, attributes }
  }

  it('is on for known secrets by default', async () => {
    expect(await sent(undefined, { body: 'mail ann@example.com', attributes: { password: 'x', id: 7 } })).toEqual({
      body: 'mail [redacted:email]',
      attributes: { password: '[redacted:secret]', id: 7 },
    })
  })

  it('hides what its paths name, in attributes and in the body', async () => {
    const record = {
      body: { card: { holder: 'Ann', type: 'visa' }, id: 1 },
      attributes: {
        'user.name': 'ann',
        user: { name: 'ann', id: 2 },
        a: { ssn: '1', b: 2 },
        list: [{ x: 1 }, { x: 2 }],
      },
    }
    expect(await sent(['user.name', 'body.card.holder', '*.ssn', 'list[*].x'], record)).toEqual({
      body: { card: { holder: '[redacted]', type: 'visa' }, id: 1 },
      attributes: {
        'user.name': '[redacted]',
        user: { name: '[redacted]', id: 2 },
        a: { ssn: '[redacted]', b: 2 },
        list: [{ x: '[redacted]' }, { x: '[redacted]' }],
      },
    })
  })

  it('may be a function that changes a copy', async () => {
    const attributes = { user: { name: 'ann' }, keep: 1, gone: 2 }
    const change: RedactOption = (record) => {
      record.body = 'changed'
      delete record.attributes['gone']
      Object.assign(record.attributes['user'] as object, { name: 'x' })
    }
    expect(await sent(change, { body: 'x', attributes })).toEqual({
      body: 'changed',
      attributes: { user: { name: 'x' }, keep: 1 },
    })
    expect(attributes).toEqual({ user: { name: 'ann' }, keep: 1, gone: 2 })
  })

  it('that throws lets the record go without its content, and says so once', async () => {
    const throwing: RedactOption = () => {
      throw new Error('on purpose')
    }
    expect(await sent(throwing, { body: 'secret', attributes: { a: 'secret' } })).toEqual({
      body: '[redacted]',
      attributes: {},
    })
    expect(test.said.filter((line) => line.includes('redact()'))).toHaveLength(1)
  })

  it('can be switched off', async () => {
    expect(await sent(false, { body: 'mail ann@example.com' })).toEqual({
      body: 'mail ann@example.com',
      attributes: {},
    })
  })

  it('hides secrets from an exporter of the app as well', async () => {
    const exported: { body: unknown; attributes: Record<string, unknown> }[] = []
    test = await startUnderTest({
      exporter: {
        export(records, done) {
          for (const { body, attributes } of records) exported.push({ body, attributes })
          done({ code: 0 })
        },
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    })
    const when = new Date(0)
    test.logging
      .getLogger('app')
      .emit({ severityNumber: 17, body: 'mail ann@example.com', attributes: { token: 'abc12345678', n: 1 } })
    const record = { severityNumber: 17, body: 'mail bob@example.com', attributes: { when, password: 'x' } }
    const decision = test.logging.sample(record)
    if (decision.keep) test.logging.ship(record, decision)
    await test.logging.forceFlush()
    expect(exported.map(({ body }) => body)).toEqual(['mail [redacted:email]', 'mail [redacted:email]'])
    expect(exported[0]!.attributes).toMatchObject({ token: '[redacted:secret]', n: 1 })
    expect(exported[1]!.attributes).toMatchObject({ password: '[redacted:secret]' })
    expect(JSON.stringify(exported)).not.toMatch(/abc12345678|@example/)
  })

  it.each([['a..b'], ['a[b'], [''], ['.a']])('refuses the path %j with a clear error', async (path) => {
    test = await startUnderTest()
    expect(() => resolveOptions({ posthogApiKey: 'phc_x', redact: [path] }, {})).toThrow(
      /redact must be a list of paths/,
    )
  })

  it('is read from the environment', async () => {
    test = await startUnderTest()
    const read = (text: string) => resolveOptions({ posthogApiKey: 'phc_x' }, { LIPSERVICE_REDACT: text }).redaction
    expect(read('off')).toMatchObject({ detect: false })
    expect(read('user.email, *.ssn')).toMatchObject({
      detect: true,
      paths: [
        ['user', 'email'],
        ['*', 'ssn'],
      ],
    })
  })
})
