import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FakePostHogApi, startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { LONG } from '../../../test/support/tier.js'
import { SECRET } from '../support/posthog-server.js'
import { type ServerProcess, startServerProcess } from '../support/server-process.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
const HOUR = 3_600_000
const HOURS = 5
const SERVICES = { shop: 130, mail: 40 }

/** The server as a process of its own, which imports by itself; needs `npm run build`. */
describe.runIf(LONG)('a server that imports, killed', () => {
  let posthog: FakePostHogApi
  let folder: string
  let server: ServerProcess | undefined
  let key: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-killed-server-'))
    posthog = await startFakePostHogApi({ personalApiKey: KEY })
    vi.stubEnv('LIPSERVICE_SECRET_KEY', SECRET)
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
  })
  afterAll(async () => {
    await server?.kill('SIGKILL')
    await posthog.close()
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  const start = () => startServerProcess({ database: join(folder, 'db'), 'posthog-hosts': new URL(posthog.url).host })
  async function ask(method: string, path: string, body?: object) {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(server!.url + path, sent)
    expect(answer.status, `${method} ${path}`).toBeLessThan(300)
    return answer.json()
  }
  const importOf = async () => {
    const { imports } = (await ask('GET', '/api/v1/posthog/imports')) as {
      imports: { state: string; hours_done: number; records: number }[]
    }
    return imports[0]!
  }

  it('by SIGKILL at each of its questions, before it is answered and as it is written down, has the totals of the record', async () => {
    server = await start()
    key = server.key!
    await ask('PUT', '/api/v1/posthog/connection', { host: posthog.url, project: '1', personal_api_key: KEY })
    await ask('POST', '/api/v1/posthog/imports', { hours: HOURS })
    let lives = 0
    let state = await importOf()
    while (state.state === 'open' && lives < 4 * HOURS) {
      // It goes a little further in each life: the first questions are asked anew where no hour was written down since.
      let left = 1 + (lives % 4)
      const isAnswered = lives % 2 === 1
      lives++
      let isDead = false
      const kill = async () => {
        await server!.kill('SIGKILL')
        isDead = true
      }
      posthog.answer(({ path }) => {
        if (!path.includes('/query/') || --left > 0) return undefined
        posthog.answer(undefined)
        if (!isAnswered) {
          void kill()
          return { misbehave: 'hang' }
        }
        setTimeout(kill, lives % 7)
        return undefined
      })
      while (!isDead && (await importOf().catch(() => undefined))?.state !== 'done') await delay(50)
      posthog.answer(undefined)
      if (isDead) server = await start()
      state = await importOf()
    }
    await vi.waitFor(async () => expect((await importOf()).state).toBe('done'), { timeout: 60_000, interval: 200 })
    expect(lives).toBeGreaterThanOrEqual(HOURS)
    const records = Object.values(SERVICES).reduce((sum, many) => sum + many, 0)
    expect(await importOf()).toMatchObject({ hours_done: HOURS, records: HOURS * records })
    const now = Math.floor(Date.now() / 1_000)
    for (const [service, many] of Object.entries(SERVICES)) {
      const timeline = await ask('GET', `/api/v1/services/${service}/timeline?step=hour&from=${now - 86_400}&to=${now}`)
      const [points] = Object.values(timeline as Record<string, { seen: number; errors: number }[]>).filter(
        Array.isArray,
      )
      const sum = (of: 'seen' | 'errors') => points!.reduce((all, point) => all + point[of], 0)
      expect([sum('seen'), sum('errors')]).toEqual([HOURS * many, HOURS * Math.ceil(many / 10)])
    }
  }, 300_000)
})
