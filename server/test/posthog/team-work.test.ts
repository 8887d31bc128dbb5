import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LONG } from '../../../test/support/tier.js'
import { createLog } from '../../src/log.js'
import { jobAfter } from '../../src/posthog/jobs/job-state.js'
import { createTeamWork } from '../../src/posthog/jobs/team-work.js'
import { loadPostHog } from '../../src/posthog/open-posthog.js'
import type { StoredJob } from '../../src/store/contracts/posthog.js'
import { reportOf } from '../support/api-under-test.js'
import { CONNECTION, KEY_SHAPED, type PostHogServer, startPostHogServer } from '../support/posthog-server.js'
import { TEN } from '../support/reports.js'

const HOUR = 3_600
const DAY = 24 * HOUR
const IMPORTS = '/api/v1/posthog/imports'

/** Of the job that is looked at; the rest is due, too. */
const jobOf = async (server: PostHogServer, name: string) =>
  (await server.connection()).jobs.find((job: { name: string }) => job.name === name)

async function work(server: PostHogServer, seconds = 0): Promise<void> {
  server.clock.millis += seconds * 1_000
  await server.teamWork.step()
  await server.teamWork.settled()
}

describe.runIf(LONG)('work for a team that is connected to PostHog', () => {
  let server: PostHogServer
  beforeEach(async () => {
    server = await startPostHogServer()
  })
  afterEach(() => server.close())
  const connect = () => server.call('put', CONNECTION, { key: server.key, body: server.body })

  it('is none without a connection: nothing of PostHog is loaded, and nobody is asked', async () => {
    const load = vi.fn(loadPostHog)
    const open = vi.fn()
    const { store } = server
    const job = { name: 'bill', maxSeconds: 1, run: vi.fn() } as const
    const own = createTeamWork({
      store,
      jobs: [job],
      open,
      load,
      log: createLog('silent'),
      now: Date.now,
      random: () => 0,
    })
    for (let i = 0; i < 3; i++) await own.step()
    await own.stop()
    await work(server, DAY)
    expect([load.mock.calls, open.mock.calls, job.run.mock.calls, server.posthog.requests]).toEqual([[], [], [], []])
  })

  it('reads the price of the team once a day, the list price where it may not, and believes the last for a week', async () => {
    server.posthog.billing.tiers = [
      { up_to: 10_000, unit_amount_usd: '0' },
      { up_to: null, unit_amount_usd: '0.0002' },
    ]
    await connect()
    await work(server)
    const price = { source: 'billing', usd_per_gb: 0.2, read_at: TEN }
    expect(await server.connection()).toMatchObject({ state: 'connected', price })
    const saved = async () => (await server.call('get', '/api/v1/savings', { key: server.key })).json.price
    expect(await saved()).toMatchObject({
      source: 'billing',
      usd_per_gb: 0.2,
      label: expect.stringContaining('your price'),
    })
    const other = { key: await server.keyOf('other', 'read') }
    const theirs = { source: 'option', usd_per_gb: 0.25 }
    expect((await server.call('get', '/api/v1/savings', other)).json.price).toMatchObject(theirs)
    expect(await jobOf(server, 'bill')).toMatchObject({ state: 'ok', last_ok: TEN, next_run: TEN + DAY, problem: null })
    const requests = server.posthog.requests.filter(({ path }) => /billing/.test(path)).length
    await work(server, DAY - 60)
    expect(server.posthog.requests.filter(({ path }) => /billing/.test(path))).toHaveLength(requests)
    server.posthog.scopes.delete('billing:read')
    await work(server, 60)
    expect(await server.connection()).toMatchObject({ price })
    expect(await jobOf(server, 'bill')).toMatchObject({
      state: 'failing',
      problem: expect.stringContaining('billing:read'),
    })
    await work(server, 8 * DAY)
    expect(await saved()).toMatchObject(theirs)
    expect(await server.connection()).toMatchObject({
      price: { source: 'list', label: expect.stringContaining('list price') },
    })
    expect(await jobOf(server, 'bill')).toMatchObject({ state: 'ok' })
  })

  it('says a fault once in the log, in the audit after a day, and works again by itself', async () => {
    await connect()
    server.posthog.answer(() => ({ status: 401, body: JSON.stringify({ detail: 'Invalid personal API key.' }) }))
    for (let i = 0; i < 4; i++) await work(server, 2 * HOUR)
    expect(await server.connection()).toMatchObject({ state: 'refused', since: TEN + 2 * HOUR })
    expect(await jobOf(server, 'bill')).toMatchObject({
      state: 'failing',
      failures: 4,
      since: TEN + 2 * HOUR,
      last_ok: null,
    })
    const lines = (text: string) => server.logged.filter((line) => line.includes(text) && line.includes('"bill"'))
    expect(lines('a job fails')).toHaveLength(1)
    const audited = async () => (await server.call('get', '/api/v1/audit', { key: server.key })).json
    expect(JSON.stringify(await audited())).not.toContain('posthog.failing')
    for (let i = 0; i < 3; i++) await work(server, DAY)
    // Once for each job that fails.
    expect(JSON.stringify(await audited()).match(/posthog\.failing/g)).toHaveLength(2)
    for (const job of ['bill', 'toggle'])
      expect(JSON.stringify(await audited()).match(new RegExp(`"job":"${job}"`, 'g'))).toHaveLength(1)
    server.posthog.answer(undefined)
    await work(server, 2 * HOUR)
    expect(await server.connection()).toMatchObject({ state: 'connected', problem: null })
    expect(await jobOf(server, 'bill')).toMatchObject({ state: 'ok', failures: 0, problem: null })
    expect(lines('a job fails')).toHaveLength(1)
    expect(lines('works again')).toHaveLength(1)
    expect(server.logged.join('') + server.dump()).not.toMatch(KEY_SHAPED)
  })

  it('imports what a person asks for, and says how far it is', async () => {
    const at = TEN - 2 * HOUR
    server.posthog.addLogs(
      Array.from({ length: 50 }, (_, i) => ({ timestamp: (at + i) * 1_000, service: 'shop', body: `cart ${i} saved` })),
    )
    const begin = () => server.call('post', IMPORTS, { key: server.key, body: { hours: 3 } })
    expect((await begin()).status).toBe(409)
    await connect()
    const { json } = await begin()
    expect(json).toMatchObject({ state: 'open', hours_done: 0, hours_all: 3, records: 0 })
    expect((await begin()).json).toEqual(json)
    await work(server)
    const { imports } = (await server.call('get', IMPORTS, { key: server.key })).json
    expect(imports).toMatchObject([
      { import_id: json.import_id, state: 'done', hours_done: 3, service_hours: { added: 1 } },
    ])
    expect(await jobOf(server, 'import')).toMatchObject({
      state: 'ok',
      counts: { hours: 3, records: imports[0].records },
    })
    const { services } = (await server.call('get', '/api/v1/services', { key: server.key })).json
    expect(services.map(({ name }: { name: string }) => name)).toContain('shop')
    const cancel = await server.call('post', `${IMPORTS}/${json.import_id}/cancel`, { key: server.key })
    expect(cancel).toMatchObject({ status: 409, json: { detail: 'the import is done' } })
    expect((await server.call('post', `${IMPORTS}/never-begun/cancel`, { key: server.key })).status).toBe(404)
  })
})

describe.runIf(LONG)('savings that are told to PostHog', () => {
  it('are an event a service and hour, told once, and sent again where PostHog threw them away', async () => {
    const server = await startPostHogServer()
    const key = await server.keyOf('own', 'ingest')
    await server.call('post', '/api/v1/patterns/stats', { key, body: reportOf({ overhead_bytes: 500 }) })
    await server.pending.flush()
    const { project_api_key: _, ...without } = server.body
    await server.call('put', CONNECTION, { key: server.key, body: without })
    // An hour and what is late of it are over.
    await work(server, HOUR + 660)
    expect(server.posthog.events).toHaveLength(0)
    await server.call('put', CONNECTION, { key: server.key, body: server.body })
    server.posthog.switches.dropsEvents = new Set(['lipservice savings'])
    await server.teamWork.step()
    await vi.waitFor(() => expect(server.posthog.droppedEvents.length).toBeGreaterThan(0))
    server.posthog.switches.dropsEvents = new Set()
    await server.teamWork.stop()
    await work(server)
    const told = server.posthog.events.filter(({ event }) => event === 'lipservice savings')
    expect(told).toMatchObject([
      {
        properties: {
          service: 'shop',
          window_start: new Date(TEN * 1_000).toISOString(),
          seen_records: 100,
          kept_records: 10,
          seen_bytes: 20_000,
          kept_bytes: 2_500,
          usd_per_gb: 0.25,
        },
      },
    ])
    expect(await jobOf(server, 'tell')).toMatchObject({ state: 'ok', counts: { sent: 1, known: 0 } })
    await work(server, HOUR)
    expect(server.posthog.events.filter(({ event }) => event === 'lipservice savings')).toHaveLength(1)
    expect(await jobOf(server, 'tell')).toMatchObject({ state: 'ok', counts: { sent: 0, known: 1, dropped: 0 } })
    await server.close()
  })
})

describe.runIf(LONG)('a team whose PostHog hangs', () => {
  it('holds up no other, and leaves when the leader stops', async () => {
    const sockets: Socket[] = []
    const hanging = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const host = `127.0.0.1:${(hanging.address() as AddressInfo).port}`
    const server = await startPostHogServer({}, {}, host)
    const other = await server.keyOf('other', 'admin')
    await server.call('put', CONNECTION, { key: other, body: { ...server.body, host: `http://${host}` } })
    await server.call('post', IMPORTS, { key: other, body: { hours: 1 } })
    await server.call('put', CONNECTION, { key: server.key, body: server.body })
    await server.teamWork.step()
    await vi.waitFor(async () => expect(await jobOf(server, 'bill')).toMatchObject({ state: 'ok' }))
    await vi.waitFor(async () => expect(await jobOf(server, 'import')).toMatchObject({ next_run: TEN + 60 }))
    const { json } = await server.call('get', CONNECTION, { key: other })
    expect(json.jobs.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ['bill', 'idle'],
      ['import', 'idle'],
      ['tell', 'idle'],
      ['toggle', 'idle'],
    ])
    await server.teamWork.stop()
    // What was cut off is no fault of anybody: whoever leads next does it.
    expect((await server.call('get', CONNECTION, { key: other })).json.jobs).toEqual(json.jobs)
    expect(server.logged.filter((line) => line.includes('fails'))).toEqual([])
    for (const socket of sockets) socket.destroy()
    hanging.close()
    await server.close()
  })
})

describe('a job that failed', () => {
  const job: StoredJob = {
    teamId: 1,
    name: 'bill',
    state: 'idle',
    since: TEN,
    lastRun: undefined,
    lastOk: undefined,
    nextRun: TEN,
    failures: 0,
    problem: '',
    isTold: false,
    counts: {},
  }

  it('comes again later each time, within an hour and a quarter, and never before PostHog lets it', () => {
    let now = TEN
    let state = job
    const waits: number[] = []
    for (let i = 0; i < 40; i++) {
      state = jobAfter(state, { outcome: 'unavailable', message: 'away' }, now, 0.5).job
      waits.push(state.nextRun - now)
      now = state.nextRun
    }
    expect(waits.slice(0, 4)).toEqual([60, 120, 240, 480])
    expect(Math.max(...waits)).toBe(HOUR)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    for (const chance of [0, 1]) {
      const throttled = { outcome: 'throttled', message: 'wait', retryAfterMs: 7_200_000 } as const
      expect(jobAfter(job, throttled, TEN, chance).job.nextRun).toBeGreaterThanOrEqual(TEN + 7_200)
    }
    for (const outcome of ['bad_key', 'missing_scope'] as const) {
      const { nextRun } = jobAfter(job, { outcome, message: '' }, TEN, 0).job
      expect(nextRun - TEN).toBeGreaterThanOrEqual(HOUR * 0.75)
    }
  })
})
