import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakePostHog } from '../../../src/testing.js'
import { type LoggingUnderTest, startUnderTest } from '../../support/logging-under-test.js'
import { closedPort } from '../doctor/planted-app.js'
import { runCli } from '../support/run-cli.js'

let folder: string
const running: LoggingUnderTest[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipservice-spools-'))
})
afterEach(async () => {
  for (const one of running.splice(0)) await endOf(one)
  rmSync(folder, { recursive: true })
})

/** A process of a service that logs errors while nobody takes them, and ends, unless it is to stay. */
async function leaveErrors(service: string, bodies: readonly string[], stays = false): Promise<void> {
  const before = new Set(files())
  const posthogHost = await closedPort()
  const one = await startUnderTest({ serviceName: service, spoolDirectory: folder, posthogHost })
  const logger = one.logging.getLogger('orders')
  for (const body of bodies) logger.emit({ severityNumber: 17, body })
  if (stays) running.push(one)
  else {
    await endOf(one)
    // The disk has no clock: what is left gets its new name when it does.
    const isLeft = (file: string) => before.has(file) || /-00000000-\d+_/.test(file)
    while (!files().every(isLeft)) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Its clock moves only by hand, and it waits for a backend. */
async function endOf(one: LoggingUnderTest): Promise<void> {
  let isOver = false
  const closing = one.close().then(() => {
    isOver = true
  })
  while (!isOver) {
    await one.clock.advanceAsync(1)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await closing
}

const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.seg'))
const spool = (...args: string[]) => runCli(['spool', ...args, '--dir', folder])

interface Listed {
  spool: string
  service: string
  state: string
  errors: number
}
const listed = async () => JSON.parse((await spool('list', '--json')).out) as Listed[]

describe('lipservice spool', () => {
  it('lists what dead processes left, and what a process that lives takes care of', async () => {
    await leaveErrors('shop', ['payment 1 failed', 'payment 2 failed'])
    await leaveErrors('mail', ['mail 1 failed'], true)
    const found = await listed()
    expect(found.map(({ service, state, errors }) => [service, state, errors]).sort()).toEqual([
      ['mail', 'in use', 1],
      ['shop', 'orphaned', 2],
    ])
    expect((await spool('list')).out).toMatch(/[0-9a-f]{16} {2}orphaned +2 +\d+ B {2}2026-01-01 00:00 {2}shop/)
  })

  it('shows errors as they were stored, with secrets masked, on one line each', async () => {
    await leaveErrors('shop', ['payment 1 failed', 'key sk_live_0123456789abcdefghijklmn\u001b[31m refused'])
    const before = files().map((name) => readFileSync(join(folder, name)))
    const { code, out } = await spool('show')
    expect(code).toBe(0)
    const lines = out.trim().split('\n')
    expect(lines[0]).toMatch(/2026-01-01 00:00 {2}ERROR {2}[0-9a-f]{16} {2}orders: payment 1 failed$/)
    expect(lines).toHaveLength(2)
    expect(out).not.toMatch(/sk_live_0123|\u001b/)
    expect(files().map((name) => readFileSync(join(folder, name)))).toEqual(before)
    expect((await spool('show', '--limit', '1')).out.trim().split('\n')).toHaveLength(1)
  })

  it('sends orphaned errors to the backend of the environment, and removes them when it has acknowledged them', async () => {
    await leaveErrors('shop', ['payment 1 failed', 'payment 2 failed'])
    const posthog = await startFakePostHog()
    const env = { POSTHOG_API_KEY: posthog.token, POSTHOG_HOST: posthog.url, LIPSERVICE_SPOOL_DIR: folder }
    const { code, out } = await runCli(['spool', 'send'], { env })
    expect(out).toMatch(/^[0-9a-f]{16} {2}shop: 2 errors sent to PostHog at http:/)
    expect(code).toBe(0)
    expect(posthog.records.map(({ body }) => body).sort()).toEqual(['payment 1 failed', 'payment 2 failed'])
    expect(new Set(posthog.records.map(({ resource }) => resource['service.name']))).toEqual(new Set(['shop']))
    expect(files()).toEqual([])
    expect((await runCli(['spool', 'send'], { env })).out).toBe('No orphaned errors wait.\n')
    await posthog.close()
  })

  it('leaves errors on disk that a backend refuses, and ends with 1', async () => {
    await leaveErrors('shop', ['payment 1 failed'])
    const posthog = await startFakePostHog()
    const env = { POSTHOG_API_KEY: 'phc_another_token', POSTHOG_HOST: posthog.url }
    const { code, out } = await runCli(['spool', 'send', '--dir', folder], { env })
    expect(code).toBe(1)
    expect(out).toMatch(/0 errors sent.*stay on disk: PostHog refuses the key/)
    expect(out).not.toContain('another_token')
    expect(await listed()).toMatchObject([{ service: 'shop', state: 'orphaned', errors: 1 }])
    await posthog.close()
  })

  it('drops orphaned errors only when somebody says yes, and never those that are taken care of', async () => {
    await leaveErrors('shop', ['payment 1 failed'])
    await leaveErrors('mail', ['mail 1 failed'], true)
    const asked = await spool('drop')
    expect(asked).toMatchObject({ code: 2, out: '' })
    expect(asked.err).toContain('--yes says yes')
    const mail = (await listed()).find(({ service }) => service === 'mail')!.spool
    const refused = await spool('drop', mail.slice(0, 8), '--yes')
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('is not orphaned: a process that lives takes care of it')
    expect(files()).toHaveLength(2)
    expect((await spool('drop', '--yes')).out).toBe('Removed 1 error of shop.\n')
    expect((await listed()).map(({ service }) => service)).toEqual(['mail'])
  })

  it('ends with 130 by Ctrl-C', async () => {
    await leaveErrors('shop', ['payment 1 failed'])
    const stopped = await runCli(['spool', 'show', '--dir', folder], { stop: AbortSignal.abort() })
    expect(stopped).toMatchObject({ code: 130, out: '' })
  })

  it.each([
    [['spool', 'list'], /LIPSERVICE_SPOOL_DIR/],
    [['spool', 'send', '--dir', '/nowhere'], /no destination|where to/],
    [['spool', 'show', 'abc', '--dir', '/nowhere'], /no spool abc/],
    [['spool', 'show', '--dir', '/nowhere', '--limit', '0'], /--limit must be/],
  ])('%j is refused with a reason', async (args, said) => {
    const { code, err } = await runCli(args)
    expect(err).toMatch(said)
    expect(code).toBe(2)
  })
})
