import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flushAfter } from '../../src/index.js'
import { processSlot } from '../../src/instance/process-slot.js'
import { type LoggingUnderTest, startUnderTest } from '../support/logging-under-test.js'

describe('flushAfter', () => {
  let test: LoggingUnderTest
  beforeEach(async () => {
    test = await startUnderTest()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await test.close()
  })
  const emit = (body: string) => test.logging.getLogger('fn').emit({ severityNumber: 17, body })

  it('sends what was logged before the handler settles', async () => {
    const handler = flushAfter(async (id: number) => {
      emit(`invocation ${id}`)
      return { statusCode: 200 }
    })
    expect(await handler(7)).toEqual({ statusCode: 200 })
    expect(test.posthog.records.map(({ body }) => body)).toEqual(['invocation 7'])
  })

  it('sends it where the handler throws, and throws the same', async () => {
    const error = new Error('of the handler')
    const handler = flushAfter(() => {
      emit('about to fail')
      throw error
    })
    await expect(handler()).rejects.toBe(error)
    expect(test.posthog.records).toHaveLength(1)
  })

  it('keeps this and the arguments', async () => {
    const host = {
      name: 'host',
      handler: flushAfter(function (this: { name: string }, ...args: number[]) {
        return [this.name, ...args]
      }),
    }
    expect(await host.handler(1, 2, 3)).toEqual(['host', 1, 2, 3])
  })

  it.each<[string, number | undefined, (() => number) | undefined, number]>([
    ['1,500 ms by default', undefined, undefined, 1_500],
    ['what the option says', 300, undefined, 300],
    ['what the host has left, but for the answer', undefined, () => 700, 600],
    ['no longer than the option, however much is left', 300, () => 60_000, 300],
    [
      'the default where the host cannot say',
      undefined,
      () => {
        throw new Error('no time')
      },
      1_500,
    ],
  ])('waits %s', async (_, timeoutMillis, getRemainingTimeInMillis, expected) => {
    const forceFlush = vi.spyOn(processSlot().configured!, 'forceFlush').mockResolvedValue()
    const handler = flushAfter(async (_event: object, _context?: object) => 'ok', { timeoutMillis })
    await handler({}, getRemainingTimeInMillis && { getRemainingTimeInMillis })
    expect(forceFlush).toHaveBeenCalledExactlyOnceWith({ timeoutMillis: expected })
  })

  it('does not flush where no time is left, nor fails where a flush does', async () => {
    const forceFlush = vi.spyOn(processSlot().configured!, 'forceFlush').mockRejectedValue(new Error('flush'))
    expect(
      await flushAfter(async (_e: object, _c: object): Promise<number> => 1)(
        {},
        { getRemainingTimeInMillis: () => 50 },
      ),
    ).toBe(1)
    expect(forceFlush).not.toHaveBeenCalled()
    expect(await flushAfter(async (): Promise<number> => 2)()).toBe(2)
  })

  it('does nothing where nothing runs', async () => {
    await test.logging.shutdown()
    expect(await flushAfter(() => 3)()).toBe(3)
  })
})
