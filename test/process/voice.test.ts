import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LONG } from '../support/tier.js'

const INDEX = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
const PINO = fileURLToPath(new URL('../../dist/pino.js', import.meta.url))
/** An address that nobody listens at. */
const NOWHERE = 'http://127.0.0.1:9'

interface Ended {
  readonly code: number | null
  readonly stderr: readonly string[]
  readonly stdout: string
  readonly millis: number
}

const isLinux = process.platform === 'linux'

function start(script: string, env: Record<string, string> = {}, stderr: 'pipe' | 'ignore' = 'pipe'): ChildProcess {
  const source = `import { configureAdaptiveLogging } from ${JSON.stringify(INDEX)}\n${script}`
  return spawn(process.execPath, ['--input-type=module', '--eval', source], {
    env: { ...process.env, POSTHOG_API_KEY: 'phc_right', POSTHOG_HOST: NOWHERE, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', stderr],
  })
}

async function run(script: string, env: Record<string, string> = {}): Promise<Ended> {
  const startedAt = Date.now()
  const child = start(script, env)
  let out = ''
  let err = ''
  child.stdout!.on('data', (chunk) => {
    out += chunk
  })
  child.stderr!.on('data', (chunk) => {
    err += chunk
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: out, stderr: err.split('\n').filter(Boolean), millis: Date.now() - startedAt }
}

const ofKind = ({ stderr }: Ended, kind: string) => stderr.filter((line) => line.endsWith(`[${kind}]`))

describe('who only looks at the terminal', () => {
  let backend: Server
  let status = 401
  let requests = 0
  beforeEach(async () => {
    requests = 0
    backend = createServer((request, response) => {
      requests++
      request.resume().on('end', () => response.writeHead(status).end())
    }).listen(0, '127.0.0.1')
    await once(backend, 'listening')
  })
  afterEach(() => backend.close())
  const url = () => `http://127.0.0.1:${(backend.address() as AddressInfo).port}`

  const REFUSALS: readonly [answer: number, kind: string][] = [
    [401, 'key_refused'],
    [403, 'key_refused'],
    [404, 'address_refused'],
    [415, 'format_refused'],
  ]
  // Two seconds each.
  it.each(LONG ? REFUSALS : REFUSALS.slice(0, 1))(
    'sees once that the backend answers %i, while the app runs, and never the key',
    async (answer, kind) => {
      status = answer
      const script = `
      const logger = configureAdaptiveLogging().getLogger('x')
      let i = 0
      const timer = setInterval(() => {
        logger.emit({ severityNumber: 17, body: 'e' + i })
        if (++i > 15) clearInterval(timer)
      }, 100)
      process.exitCode = 3`
      const ended = await run(script, { POSTHOG_HOST: url() })
      expect(requests).toBeGreaterThan(0)
      expect(ofKind(ended, kind)).toEqual([expect.stringContaining(String(answer))])
      // Before the end, of which the next lines tell.
      expect(ended.stderr[0]).toBe(ofKind(ended, kind)[0])
      expect(ended.stderr.join()).not.toContain('phc_right')
      expect(ended.code).toBe(3)
    },
  )

  it('sees that nobody is there, and what became of the errors, in a job that ends soon', async () => {
    const ended = await run(`
      configureAdaptiveLogging().getLogger('x').emit({ severityNumber: 17, body: 'order failed' })
      process.exitCode = 5`)
    expect(ended.code).toBe(5)
    expect(ended.stderr[0]).toBe('lipservice: an error could not be delivered: "order failed"')
    expect(ofKind(ended, 'lost_at_end')).toEqual([expect.stringMatching(/^lipservice: 1 log records .*ECONNREFUSED/)])
    // The deadline would be 5 s and another one at the exit: half of it on a machine that has other things to do.
    expect(ended.millis).toBeLessThan(4_500)
  })

  it('sees no error of a job on stderr that is in the spool', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lipservice-voice-'))
    try {
      const ended = await run(
        `configureAdaptiveLogging().getLogger('x').emit({ severityNumber: 17, body: 'order failed' })`,
        { LIPSERVICE_SPOOL_DIR: directory },
      )
      expect(ended.stderr.join()).not.toContain('could not be delivered')
      const [spool] = await readdir(directory)
      expect((await readdir(join(directory, spool!))).length).toBeGreaterThan(0)
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  it.skipIf(!isLinux)('sees at once that the spool cannot be written', async () => {
    const ended = await run(`configureAdaptiveLogging(); process.exit()`, { LIPSERVICE_SPOOL_DIR: '/proc/lipservice' })
    expect(ofKind(ended, 'spool_unusable')).toEqual([expect.stringContaining('/proc/lipservice')])
    expect(ended.code).toBe(0)
  })

  it('sees a variable that nobody reads, with the one that was meant', async () => {
    const ended = await run(`configureAdaptiveLogging(); process.exit()`, { LIPSERVICE_BUDGT: '2GB/day' })
    expect(ofKind(ended, 'unknown_variable')).toEqual([expect.stringMatching(/BUDGT.*LIPSERVICE_BUDGET/)])
  })

  it('sees that a second call asked for something else, and for what', async () => {
    const ended = await run(`
      configureAdaptiveLogging({ serviceName: 'first' })
      configureAdaptiveLogging({ serviceName: 'second', stamps: 'none' })
      process.exit()`)
    expect(ofKind(ended, 'configured_again')).toEqual([
      expect.stringMatching(/serviceName, stamps|stamps, serviceName/),
    ])
  })

  it('sees nothing when nothing is wrong, a start and an end when asked for, and nothing at all when not', async () => {
    status = 200
    const script = `configureAdaptiveLogging({ serviceName: 'shop' }).getLogger('x').emit({ severityNumber: 9, body: 'fine' })`
    expect((await run(script, { POSTHOG_HOST: url() })).stderr).toEqual([])
    const { stderr } = await run(script, { POSTHOG_HOST: url(), LIPSERVICE_LOG_LEVEL: 'info' })
    expect(stderr).toEqual([
      expect.stringMatching(/logs of shop go to PostHog at .*square-root.*OpenTelemetry.*\[started\]$/),
      expect.stringMatching(/1 records seen, 1 kept, 1 delivered, 0 lost \[ended\]$/),
    ])
    expect((await run(script, { LIPSERVICE_LOG_LEVEL: 'none', LIPSERVICE_BUDGT: '1' })).stderr).toEqual([])
  })

  it('sees that it is switched off, and how', async () => {
    const script = `
      const logging = configureAdaptiveLogging()
      for (let i = 0; i < 5000; i++) logging.getLogger('x').emit({ severityNumber: 9, body: 'a' })
      console.log(JSON.stringify([logging.stats().seen, logging.stats().delivery.pending]))`
    const missing = await run(script, { POSTHOG_API_KEY: '', NODE_ENV: 'development' })
    expect(ofKind(missing, 'switched_off')).toEqual([expect.stringContaining('NODE_ENV is development')])
    expect(missing).toMatchObject({ code: 0, stdout: '[0,0]\n' })
    const disabled = await run(script, { OTEL_SDK_DISABLED: 'true' })
    expect(ofKind(disabled, 'switched_off')).toEqual([expect.stringContaining('OTEL_SDK_DISABLED')])
    expect(disabled.stdout).toBe('[0,0]\n')
  })

  it('sees that wrapped loggers log and nobody configures', async () => {
    const script = `
      import pino from 'pino'
      import { wrapPino } from ${JSON.stringify(PINO)}
      wrapPino(undefined)
      wrapPino(pino({ level: 'info' })).error('too early')`
    const ended = await run(script)
    expect(ofKind(ended, 'not_a_logger')).toEqual([expect.stringMatching(/wrapPino.*undefined/)])
    expect(ofKind(ended, 'not_configured')).toEqual([expect.stringContaining('pino')])
    expect(ended.millis).toBeLessThan(4_500)
  })
})

describe.skipIf(!isLinux)('a stderr that cannot be written to', () => {
  const LOGS = `configureAdaptiveLogging().getLogger('x').emit({ severityNumber: 17, body: 'failed' }); process.exitCode = 4`
  const WRONG = { LIPSERVICE_BUDGT: '1' }

  it('that is closed does not disturb the app', async () => {
    const child = start(LOGS, WRONG)
    child.stderr!.destroy()
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(4)
  })

  it('that is full and that nobody reads neither blocks the app nor keeps it alive', async () => {
    const full = `import { writeSync } from 'node:fs'
      process.stderr
      try { for (;;) writeSync(2, 'x'.repeat(1024)) } catch {}
      ${LOGS}`
    const child = start(full, WRONG)
    child.stderr!.pause()
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(4)
  })
})
