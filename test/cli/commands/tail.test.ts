import { once } from 'node:events'
import { PassThrough, Readable, Writable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { createLineFilter } from '../../../src/cli/tail/line-filter.js'
import { runTail } from '../../../src/cli/tail/run-tail.js'
import { kept } from '../../../src/sampling/decision.js'
import { startFakePostHog } from '../../../src/testing/fake-posthog.js'
import { ManualClock } from '../../../src/testing/manual-clock.js'
import { TODAY } from '../support/read-text.js'
import { runCli } from '../support/run-cli.js'

const KEEP = kept({ signature: '0123456789abcdef', check: 'fedcba9876543210' }, 'first', 1, 1, 10)
const keepAll = (write: (bytes: Buffer) => void) =>
  createLineFilter({ sample: () => KEEP, ship() {}, write, now: () => TODAY })
const never = () => new AbortController().signal

let closing: (() => Promise<void>) | undefined
afterEach(async () => {
  await closing?.()
  closing = undefined
})

describe('lipservice tail', () => {
  it('passes what is kept, drops the rest, and says at the end what it did', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => JSON.stringify({ level: 30, msg: `item ${i} viewed` }))
    lines[2_500] = JSON.stringify({ level: 50, msg: 'payment failed' })
    const { code, out, err } = await runCli(['tail', '--budget', '5/s'], { input: `${lines.join('\n')}\n` })
    expect(code).toBe(0)
    const passed = out.trimEnd().split('\n')
    expect(passed.length).toBeLessThan(1_000)
    expect(passed).toContain(lines[2_500])
    expect(passed.every((line) => lines.includes(line))).toBe(true)
    const many = passed.length.toLocaleString('en')
    expect(err).toContain(`lipservice: ${many} of 5,000 lines passed, ${many} of 5,000 records kept`)
    expect(err).toContain(', 1 error, ')
  })

  it('ships what it keeps by OTLP if there is a key, with the time that a line says', async () => {
    const posthog = await startFakePostHog()
    closing = () => posthog.close()
    const input = `${JSON.stringify({ level: 50, time: TODAY, msg: 'payment failed', orderId: 4711 })}\n`
    const env = { POSTHOG_API_KEY: posthog.token }
    const { code, out, err } = await runCli(['tail', '--host', posthog.url, '--service', 'shop'], { input, env })
    expect({ code, out }).toEqual({ code: 0, out: input })
    expect(err).toContain('1 delivered')
    expect(posthog.records).toMatchObject([
      { body: 'payment failed', severityNumber: 17, attributes: { orderId: 4711, 'lipservice.reason': 'error' } },
    ])
  })

  it('says how much it could not ship', async () => {
    const posthog = await startFakePostHog()
    closing = () => posthog.close()
    const input = `${JSON.stringify({ level: 50, msg: 'payment failed' })}\n`
    const env = { POSTHOG_API_KEY: 'phc_of_somebody_else' }
    const { code, out, err } = await runCli(['tail', '--host', posthog.url], { input, env })
    expect({ code, out }).toEqual({ code: 0, out: input })
    expect(err).toMatch(/0 delivered, 1 not delivered$/m)
  })

  it('says which option is wrong before it reads anything', async () => {
    const { code, out, err } = await runCli(['tail'], { input: 'x\n', env: { LIPSERVICE_BUDGET: 'much' } })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^lipservice: .*LIPSERVICE_BUDGET.*\n$/)
  })

  it('passes what it has of a last line when reading fails', async () => {
    const input = Readable.from(
      (async function* () {
        yield Buffer.from('one\ntwo')
        throw new Error('EIO')
      })(),
    )
    const output = new PassThrough()
    const running = runTail({ input, output, closed: never(), stop: never(), timers: new ManualClock() }, keepAll)
    await expect(running).rejects.toThrow('EIO')
    expect(String(output.read())).toBe('one\ntwo')
  })

  it('waits for a full output, and lets the input wait', async () => {
    let release = () => {}
    const output = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        release = done
      },
    })
    let given = 0
    const input = Readable.from(
      (function* () {
        for (; given < 1_000; given++) yield Buffer.from(`line ${given}\n`)
      })(),
      { highWaterMark: 1 },
    )
    const clock = new ManualClock()
    const running = runTail({ input, output, closed: never(), stop: never(), timers: clock }, keepAll)
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(given).toBeLessThan(10)
    output._write = (_chunk, _encoding, done) => done()
    release()
    expect((await running).counts.passed).toBe(1_000)
  })

  it('ends quietly when nobody reads any more, although the input goes on', async () => {
    const input = new PassThrough()
    const closed = new AbortController()
    const output = new PassThrough()
    output.resume()
    const clock = new ManualClock()
    const running = runTail({ input, output, closed: closed.signal, stop: never(), timers: clock }, keepAll)
    input.write('one\n')
    await once(output, 'data')
    closed.abort()
    expect((await running).counts.passed).toBe(1)
    expect(input.destroyed).toBe(true)
  })

  it('reads on for two seconds after Ctrl-C: what the program in front says last is passed', async () => {
    const [input, output, stop] = [new PassThrough(), new PassThrough(), new AbortController()]
    const clock = new ManualClock()
    const passed: string[] = []
    output.on('data', (chunk) => passed.push(String(chunk)))
    const running = runTail({ input, output, closed: never(), stop: stop.signal, timers: clock }, keepAll)
    stop.abort()
    input.write('shutting down\n')
    await once(output, 'data')
    clock.advance(2_000)
    await running
    expect(passed).toEqual(['shutting down\n'])
  })

  it('wants a pipe', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    expect(await runCli(['tail'], { input })).toMatchObject({
      code: 2,
      err: expect.stringContaining('tail reads a pipe'),
    })
  })
})
