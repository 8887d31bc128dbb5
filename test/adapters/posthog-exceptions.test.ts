import { PostHog } from 'posthog-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restorePostHog, wrapPostHog } from '../../src/posthog.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

type Options = NonNullable<ConstructorParameters<typeof PostHog>[1]>

interface Captured {
  readonly event: string
  readonly distinct_id: string
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly $exception_list: readonly { type: string; value: string }[]
  }
}

describe('wrapPostHog with captureExceptions', () => {
  let test: LoggingUnderTest
  let client: PostHog
  let captured: Captured[]
  beforeEach(async () => {
    test = await startUnderTest()
    captured = []
    client = start()
  })
  afterEach(async () => {
    restorePostHog(client)
    await test.close()
  })

  /** Events are taken here; logs go over HTTP. */
  function start(options: Options = {}, captureExceptions = true): PostHog {
    const logs = { rateCap: { maxLogs: 0 } }
    const fetch: NonNullable<Options['fetch']> = async (url, request) => {
      if (!url.includes('/batch/')) return globalThis.fetch(url, request as RequestInit)
      captured.push(...JSON.parse(request.body as string).batch)
      return { status: 200, text: async () => '{}', json: async () => ({}), headers: new Headers() } as never
    }
    const host = test.posthog.url
    const made = new PostHog(test.posthog.token, { host, disableCompression: true, fetch, logs, ...options })
    return wrapPostHog(made, { captureExceptions })
  }
  const events = async () => {
    await settled(client)
    await client.flush()
    return captured
  }
  const messages = async () => (await events()).map(({ properties }) => properties.$exception_list[0]!.value)

  it('captures the error of a guaranteed record, for the person of its context', async () => {
    client.withContext({ distinctId: 'user-42' }, () =>
      client.logger.error('payment failed', { error: new TypeError('boom') as never }),
    )
    const [event, ...more] = await events()
    expect(more).toEqual([])
    expect(event).toMatchObject({ event: '$exception', distinct_id: 'user-42' })
    expect(event!.properties.$exception_list).toMatchObject([{ type: 'TypeError', value: 'boom' }])
    const [{ signature } = { signature: '' }] = test.logging.stats().patterns
    expect(event!.properties['lipservice.signature']).toBe(signature)
  })

  it('captures by our own delivery, too', async () => {
    restorePostHog(client)
    wrapPostHog(client, { captureExceptions: true, transport: 'lipservice' })
    client.logger.warn('slow', { ctx: { error: new Error('timeout') } } as never)
    expect(await messages()).toEqual(['timeout'])
  })

  it('captures nothing unless asked, and nothing of what is no Error', async () => {
    client.logger.error('failed', { reason: 'unknown' })
    client.logger.error('failed', { error: { name: 'Error', message: 'data', stack: 'Error: data\n    at x' } })
    client.logger.info('served', { status: 200 })
    const plain = start({}, false)
    plain.logger.error('failed', { error: new Error('boom') as never })
    await plain.flush()
    expect(await events()).toEqual([])
  })

  it('captures each Error once, whoever logs it how often', async () => {
    const error = new Error('boom')
    const other = start()
    client.logger.error('failed', { error: error as never })
    client.logger.error('gave up', { error: error as never })
    await settled(client)
    other.logger.error('failed again', { error: error as never })
    await settled(client)
    await other.flush()
    expect(await messages()).toEqual(['boom'])
    restorePostHog(other)
  })

  it.each([
    ['before', 'captureException'],
    ['after', 'captureException'],
    ['before', 'captureExceptionImmediate'],
    ['after', 'captureExceptionImmediate'],
  ] as const)('leaves it to the app that captures the same Error itself, %s it logs, by %s', async (order, method) => {
    const error = new Error('boom')
    const log = () => client.logger.error('failed', { error: error as never })
    if (order === 'after') log()
    const done = client[method](error, 'user-7', { own: true })
    if (order === 'before') log()
    await done
    const [event, ...more] = await events()
    expect(more).toEqual([])
    expect(event).toMatchObject({ distinct_id: 'user-7', properties: { own: true } })
  })

  it('never goes round in a circle', async () => {
    restorePostHog(client)
    let asked = 0
    client = start({
      before_send: (event) => {
        asked++
        client.logger.error('while sending', { error: new Error(`again ${asked}`) as never })
        return event
      },
    })
    client.logger.error('failed', { error: new Error('boom') as never })
    for (let i = 0; i < 10; i++) await settled(client)
    expect(await messages()).toEqual(['boom'])
    expect(asked).toBe(1)
    expect(test.logging.stats().keptByReason.error).toBe(2)
  })

  it('captures 60 errors a minute at most', async () => {
    for (let i = 0; i < 100; i++) client.logger.error('failed', { error: new Error(`e${i}`) as never })
    // The client prepares them side by side.
    expect(new Set(await messages())).toEqual(new Set(Array.from({ length: 60 }, (_, i) => `e${i}`)))
    expect(captured).toHaveLength(60)
    await test.clock.advance(60_000)
    client.logger.error('failed', { error: new Error('later') as never })
    expect((await messages()).slice(60)).toEqual(['later'])
    expect(test.logging.stats().keptByReason.error).toBe(101)
  })
})

/** What waits for its turn has had it, and what the client then prepares is done: it reads source files for the frames of an exception. */
async function settled(client: PostHog): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
  const { promiseQueue } = client as unknown as { promiseQueue: { join(): Promise<void> } }
  await promiseQueue.join()
}
