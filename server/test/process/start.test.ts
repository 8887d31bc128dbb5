import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configureAdaptiveLogging } from '../../../src/index.js'
import { startFakePostHog } from '../../../src/testing.js'
import { LONG } from '../../../test/support/tier.js'
import { reportOf } from '../support/api-under-test.js'
import { type ServerProcess, startServerProcess } from '../support/server-process.js'

const run = promisify(execFile)
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

describe('lipservice-server', () => {
  let folder: string
  const started: ServerProcess[] = []
  const start = async (database = join(folder, 'db')) => {
    const server = await startServerProcess({ database })
    started.push(server)
    return server
  }
  /** What the tests ask that leave it as it is. */
  let server: ServerProcess
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-server-'))
    server = await start()
  })
  afterAll(async () => {
    for (const { kill } of started) await kill('SIGKILL').catch(() => {})
    await rm(folder, { recursive: true, force: true })
  })
  const get = async ({ url, key }: { url: string; key: string }, path: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })
    // biome-ignore lint/suspicious/noExplicitAny: whatever it answers.
    return (await answer.json()) as any
  }

  it('shows the patterns of an SDK within ten seconds of its first record, with exact counts', async () => {
    const { url, key } = server as { url: string; key: string }
    const posthog = await startFakePostHog()
    const logging = configureAdaptiveLogging({
      serviceName: 'checkout',
      posthogApiKey: posthog.token,
      posthogHost: posthog.url,
      lipserviceUrl: url,
      lipserviceApiKey: key,
    })
    const startedAt = Date.now()
    const logger = logging.getLogger('app')
    for (let i = 0; i < 3_000; i++) logger.emit({ severityNumber: 9, body: `order ${i} placed` })
    for (let i = 0; i < 7; i++) logger.emit({ severityNumber: 17, body: `order ${i} failed` })
    let patterns: { template: string; seen: number; kept: number; errors: number }[] = []
    while (patterns.length < 2 && Date.now() - startedAt < 10_000) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      patterns = (await get({ url, key }, '/api/v1/patterns?sort=seen')).patterns
    }
    const { bySeverity } = logging.stats()
    expect(patterns).toMatchObject([
      { template: 'order <*> placed', seen: 3_000, kept: bySeverity.INFO.kept, errors: 0 },
      { template: 'order <*> failed', seen: 7, kept: 7, errors: 7 },
    ])
    await logging.shutdown()
    await posthog.close()
  })

  it('has a key for apps that can report and nothing else, and one for people', async () => {
    const { url, key, ingestKey } = server
    const post = (bearer: string | undefined) =>
      fetch(`${url}/api/v1/patterns/stats`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify(reportOf({ timestamp: Date.now() / 1000 })),
      })
    const list = (bearer: string | undefined) =>
      fetch(`${url}/api/v1/keys`, { headers: { authorization: `Bearer ${bearer}` } })
    expect(ingestKey).not.toBe(key)
    expect([(await post(ingestKey)).status, (await list(ingestKey)).status]).toEqual([202, 403])
    expect((await list(key)).status).toBe(200)
  })

  it.each([
    [['--database', '/nowhere/db'], 1, 'cannot open the SQLite file /nowhere/db: there is no folder /nowhere'],
    [
      ['--database', 'mysql://me:secret@db/x'],
      2,
      "--database must be postgres://… or a path of an SQLite file; other databases are not known; got 'mysql://…'",
    ],
  ])('says what is wrong and does not start: %j', async (args, code, message) => {
    const error = await run(process.execPath, [MAIN, '--port', '0', ...args]).catch((failed) => failed)
    expect(error).toMatchObject({ code, stderr: expect.stringContaining(message) })
  })

  it('makes its files for their owner alone', async () => {
    const files = await readdir(folder)
    expect(files).toContain('db')
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o077, file).toBe(0)
  })

  it.runIf(LONG)(
    'goes on serving others under a thousand dripping connections, bombs and reports of 100,000 patterns',
    async () => {
      const { url, key } = (await start(join(folder, 'attacked'))) as { url: string; key: string }
      const { hostname, port } = new URL(url)
      const dripping = Array.from({ length: 1_000 }, () => {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        socket.write('POST /api/v1/patterns/stats HTTP/1.1\r\nHost: x\r\n')
        return socket
      })
      const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024))
      const huge = gzipSync(
        JSON.stringify(
          reportOf(
            {},
            Array.from({ length: 100_000 }, () => ({ template: 'x' })),
          ),
        ),
      )
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const attack = async () => {
        for (let i = 0; i < 10; i++) {
          for (const body of [bomb, huge]) {
            const { status } = await fetch(`${url}/api/v1/patterns/stats`, { method: 'POST', headers, body })
            expect(status).toBe(413)
          }
        }
      }
      const attacking = attack()
      let answered = 0
      for (let i = 0; i < 100; i++) {
        const body = JSON.stringify(reportOf({ sequence: i, timestamp: Date.now() / 1000 }))
        const plain = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
        const { status } = await fetch(`${url}/api/v1/patterns/stats`, { method: 'POST', headers: plain, body })
        if (status === 202) answered++
      }
      await attacking
      for (const socket of dripping) socket.destroy()
      expect(answered).toBe(100)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
    },
  )

  it('makes its first keys once it listens, not where the port is taken, and logs in lines of JSON, without them', async () => {
    const database = join(folder, 'another')
    const taken = [MAIN, '--port', new URL(server.url).port, '--database', database]
    expect((await run(process.execPath, taken).catch((failed) => failed)).code).toBe(1)
    const { key, kill, stdout } = await start(database)
    expect(key).toBeDefined()
    await kill('SIGTERM')
    const lines = stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ msg }) => msg)).toEqual(['listening', 'stopping'])
    expect(stdout()).not.toContain(key!)
  })

  it('has an SQLite file for itself: a second server says so and ends, until the first has ended, however; its first key stays', async () => {
    const again = [MAIN, '--port', '0', '--database', join(folder, 'db')]
    // Also while it does not answer.
    process.kill(server.pid, 'SIGSTOP')
    const error = await run(process.execPath, again).catch((failed) => failed)
    expect(error).toMatchObject({ code: 1, stderr: expect.stringContaining('another server has the SQLite file') })
    await server.kill('SIGKILL')
    const second = await start()
    expect(second.key).toBeUndefined()
    const { services } = await get({ url: second.url, key: server.key! }, '/api/v1/services')
    expect(services).toBeInstanceOf(Array)
  })
})
