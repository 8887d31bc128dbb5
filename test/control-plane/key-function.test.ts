import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeySource } from '../../src/control-plane/key-source.js'
import { type FakeLipService, ManualClock, startFakeLipService } from '../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

type GiveKey = () => string | Promise<string>

describe('a key that a function gives', () => {
  let server: FakeLipService
  let test: LoggingUnderTest | undefined
  /** Tokens that the server takes, and those that came. */
  let valid: Set<string>
  let came: string[]

  beforeEach(async () => {
    server = await startFakeLipService()
    valid = new Set()
    came = []
    server.answer(({ method, headers }) => {
      const token = String(headers['authorization']).replace('Bearer ', '')
      came.push(token)
      if (!valid.has(token)) return { status: 401 }
      return method === 'POST' ? { status: 202, body: '{}' } : { status: 404 }
    })
  })
  afterEach(async () => {
    await test?.close()
    test = undefined
    await server.close()
  })

  const start = async (lipserviceApiKey: GiveKey) => {
    test = await startUnderTest({ lipserviceUrl: server.url, lipserviceApiKey })
    return test
  }
  const log = ({ logging }: LoggingUnderTest) => logging.sample({ severityNumber: 9, body: 'x' })
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise((resolve) => setImmediate(resolve))
  }

  it.each<[string, (token: string) => string | Promise<string>]>([
    ['at once', (token) => token],
    ['as a promise', async (token) => token],
  ])('%s is sent with each request, and asked for once a burst', async (_, give) => {
    let calls = 0
    valid.add('t-1').add('t-2')
    const running = await start(() => give(`t-${++calls}`))
    await until(() => came.length === 1)
    log(running)
    await running.logging.forceFlush()
    expect([calls, new Set(came)]).toEqual([1, new Set(['t-1'])])
    expect(running.logging.stats().reports).toMatchObject({ sent: 1, failed: 0 })
    await running.clock.advanceAsync(10_001)
    log(running)
    await running.logging.forceFlush()
    expect([calls, came.at(-1)]).toEqual([2, 't-2'])
  })

  it('that has expired is asked for anew, and the request is sent once more', async () => {
    let calls = 0
    valid.add('t-1')
    const running = await start(() => `t-${++calls}`)
    await until(() => came.length === 1)
    valid.delete('t-1')
    valid.add('t-2')
    log(running)
    await running.logging.forceFlush()
    expect(came).toEqual(['t-1', 't-1', 't-2'])
    expect(running.logging.stats().reports).toMatchObject({ sent: 1, failed: 0 })
  })

  it('that the server refuses when it is fresh is tried again in minutes, and that is said once', async () => {
    let calls = 0
    const running = await start(() => `t-${++calls}`)
    await until(() => came.length === 1)
    await running.clock.advanceAsync(170_000)
    expect([calls, came]).toEqual([1, ['t-1']])
    valid.add('t-2')
    await running.clock.advanceAsync(140_000)
    await until(() => came.length === 2)
    expect(came[1]).toBe('t-2')
    expect(running.said.filter((line) => line.includes('[server_refuses]'))).toHaveLength(1)
  })

  it.each<[string, () => never | Promise<never>]>([
    [
      'throws',
      () => {
        throw new Error('vault down: Bearer abcdef123456')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('vault down: Bearer abcdef123456')
      },
    ],
    [
      'throws no error',
      () => {
        throw undefined
      },
    ],
    ['returns nothing', () => undefined as never],
    ['returns an object', () => ({ token: 'x' }) as never],
    ['returns an empty text', () => '' as never],
    ['returns what would be a header of its own', () => 'a\r\nx-admin: 1' as never],
    ['returns a megabyte', () => 'x'.repeat(2 ** 20) as never],
  ])('which %s counts as refused: nothing is sent, nothing throws, all counts stay', async (_, give) => {
    let fails = true
    const running = await start(() => (fails ? give() : 'good'))
    log(running)
    await running.logging.forceFlush()
    await until(() => running.said.some((line) => line.includes('[server_refuses]')))
    expect(came).toEqual([])
    expect(running.said.join()).not.toContain('abcdef123456')
    expect(running.said.filter((line) => line.includes('[server_refuses]'))).toHaveLength(1)
    fails = false
    valid.add('good')
    log(running)
    await running.logging.forceFlush()
    await running.logging.forceFlush()
    expect(running.logging.stats().reports.sent).toBeGreaterThan(0)
  })

  it('which hangs is given up after 10 s, and does not hold the app', async () => {
    const running = await start(() => new Promise<string>(() => {}))
    await running.clock.advanceAsync(9_000)
    expect(running.said.filter((line) => line.includes('[server_refuses]'))).toHaveLength(0)
    await running.clock.advanceAsync(1_001)
    await until(() => running.said.some((line) => /took more than 10 s.*\[server_refuses\]/.test(line)))
    expect(came).toEqual([])
  })

  it('is never asked for within a log call, nor twice at once', async () => {
    let isLogging = false
    let under = 0
    let calls = 0
    valid.add('t')
    const running = await start(async () => {
      expect(isLogging).toBe(false)
      expect(++under).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      under--
      calls++
      return 't'
    })
    for (let i = 0; i < 50; i++) {
      isLogging = true
      log(running)
      isLogging = false
      if (i % 10 === 0) await running.clock.advanceAsync(11_000)
    }
    await running.logging.forceFlush()
    expect(calls).toBeGreaterThan(1)
    expect(running.logging.stats().reports.failed).toBe(0)
  })
})

describe('the source of keys', () => {
  it('gives a text as it is, always', async () => {
    const clock = new ManualClock()
    const source = createKeySource('lsk_x', { clock, timers: clock })
    source.forget('lsk_x')
    expect(await source.next()).toEqual({ key: 'lsk_x', isReused: false })
    expect(await createKeySource(undefined, { clock, timers: clock }).next()).toEqual({
      key: undefined,
      isReused: false,
    })
  })
})
