import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { type ScriptedServer, startScriptedServer } from '../../../src/testing/scripted-server.js'
import { LONG } from '../../../test/support/tier.js'
import { readConfig } from '../../src/config.js'
import { createLog } from '../../src/log.js'
import { type RunningServer, startServer } from '../../src/server.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const CLI = new URL('../../../dist/cli/lipservice.js', import.meta.url).pathname
const HOUR = 3_600_000
const HOURS = 3
const SERVICES = { shop: 130, mail: 40 }
/** An hour of a service is sent by one request. */
const CHUNKS = HOURS * Object.keys(SERVICES).length
/** When a process is killed: its request has not come; was done, and the answer is not there; was answered. */
const MOMENTS = ['before', 'between', 'after'] as const

/** The command line as a process of its own, PostHog and the server by HTTP; needs `npm run build`. */
describe.runIf(LONG)('lipservice posthog import, killed', () => {
  let posthog: FakePostHogApi
  let server: RunningServer
  let door: ScriptedServer
  let folder: string
  let child: ChildProcess | undefined
  let kill: { readonly chunk: number; readonly moment: (typeof MOMENTS)[number] } | undefined
  let chunks = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-killed-'))
    posthog = await startFakePostHogApi({ personalApiKey: KEY })
    const end = Math.floor((Date.now() - 15 * 60_000) / HOUR) * HOUR
    for (let hour = 1; hour <= HOURS; hour++)
      for (const [service, records] of Object.entries(SERVICES))
        posthog.addLogs(
          Array.from({ length: records }, (_, i) => ({
            timestamp: end - hour * HOUR + 1 + i * 10_000,
            service,
            body: `${service} did ${i} in ${i} ms`,
            severity: i % 10 === 0 ? 'error' : 'info',
          })),
        )
    server = await startServer(readConfig(['--port', '0', '--database', join(folder, 'db')], {}), createLog('silent'))
    door = await startScriptedServer(0, async ({ method, path, headers, body }) => {
      const isDue = chunks++ === kill?.chunk
      const dies = async (moment: (typeof MOMENTS)[number]) => {
        if (!isDue || kill?.moment !== moment) return
        child!.kill('SIGKILL')
        await once(child!, 'exit')
      }
      await dies('before')
      if (isDue && kill?.moment === 'before') return { status: 503, body: '' }
      const {
        host: _,
        connection: __,
        'content-length': ___,
        'content-encoding': ____,
        ...sent
      } = headers as Record<string, string>
      const answer = await fetch(server.url + path, { method, headers: sent, body: new Uint8Array(body) })
      const text = await answer.text()
      await dies('between')
      expect(answer.status).toBe(200)
      // Answered, and killed while it may be writing down how far it came.
      if (isDue && kill?.moment === 'after') setImmediate(() => child!.kill('SIGKILL'))
      return { status: answer.status, headers: { 'content-type': 'application/json' }, body: text }
    })
  })
  afterAll(async () => {
    child?.kill('SIGKILL')
    await door.close()
    await server.stop()
    await posthog.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function run(...more: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
    const args = [
      'posthog',
      'import',
      '--host',
      posthog.url,
      '--project',
      '1',
      '--hours',
      `${HOURS}`,
      '--json',
      ...more,
    ]
    child = spawn(process.execPath, [CLI, ...args], {
      env: {
        PATH: process.env['PATH'],
        POSTHOG_PERSONAL_API_KEY: KEY,
        LIPSERVICE_URL: door.url,
        LIPSERVICE_API_KEY: server.firstKey!,
        XDG_STATE_HOME: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout!.on('data', (text) => {
      out += String(text)
    })
    child.stderr!.on('data', (text) => {
      err += String(text)
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, out, err }
  }

  async function totals(service: string): Promise<{ seen: number; errors: number }> {
    const now = Math.floor(Date.now() / 1_000)
    const path = `/api/v1/services/${service}/timeline?step=hour&from=${now - 86_400}&to=${now}`
    const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.firstKey}` } })
    const [points] = Object.values((await answer.json()) as Record<string, { seen: number; errors: number }[]>).filter(
      Array.isArray,
    )
    return points!.reduce((sum, { seen, errors }) => ({ seen: sum.seen + seen, errors: sum.errors + errors }), {
      seen: 0,
      errors: 0,
    })
  }

  it('by SIGKILL before, within and after each hour that it sends, and gone on with each time, it has the totals of the record', async () => {
    let killed = 0
    for (let chunk = 0; chunk < CHUNKS; chunk++)
      for (const moment of MOMENTS) {
        kill = { chunk, moment }
        chunks = 0
        // Anew each time: what was sent before is repeated up to the chunk in question.
        const { code, err } = await run()
        if (code === null) killed++
        else expect({ code, err, chunk, moment }).toEqual({ code: 0, err: '', chunk, moment })
        kill = undefined
        chunks = 0
        const resumed = await run('--resume')
        // Nothing to go on with: it was killed before its first hour, or it came to its end.
        if (resumed.code === 2) expect(resumed.err).toContain('without --resume')
        else expect(resumed).toMatchObject({ code: 0, err: '' })
      }
    // Killed after the last answer, it may have come to its end.
    expect(killed).toBeGreaterThanOrEqual(CHUNKS * 2)
    expect((await run()).code).toBe(0)
    for (const [service, records] of Object.entries(SERVICES))
      expect(await totals(service)).toEqual({ seen: HOURS * records, errors: HOURS * Math.ceil(records / 10) })
  }, 300_000)

  it('by SIGKILL before and after each of its questions to PostHog, and gone on with, it has the totals of the record', async () => {
    let killed = 0
    // Until there is no such question any more.
    for (let question = 0, before = -1; killed > before; question++) {
      before = killed
      for (const isAnswered of [false, true]) {
        let asked = 0
        posthog.answer(() => {
          if (asked++ !== question) return undefined
          if (isAnswered) setImmediate(() => child!.kill('SIGKILL'))
          else child!.kill('SIGKILL')
          return isAnswered ? undefined : { misbehave: 'hang' }
        })
        const { code, err } = await run()
        posthog.answer(undefined)
        if (code === null) killed++
        else expect({ code, err }).toEqual({ code: 0, err: '' })
        const resumed = await run('--resume')
        if (resumed.code === 2) expect(resumed.err).toContain('without --resume')
        else expect(resumed).toMatchObject({ code: 0, err: '' })
      }
    }
    expect(killed).toBeGreaterThanOrEqual(2 * HOURS)
    for (const [service, records] of Object.entries(SERVICES))
      expect(await totals(service)).toEqual({ seen: HOURS * records, errors: HOURS * Math.ceil(records / 10) })
  }, 300_000)
})
