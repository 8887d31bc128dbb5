import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { reportOf } from '../support/api-under-test.js'
import { CONNECTION, PERSONAL_KEY, type PostHogServer, startPostHogServer } from '../support/posthog-server.js'
import { TEN } from '../support/reports.js'

const BOARD = '/api/v1/posthog/board'
const HOUR = 3_600

describe('the dashboard that a server keeps in PostHog', () => {
  let server: PostHogServer
  beforeEach(async () => {
    server = await startPostHogServer()
    const key = await server.keyOf('own', 'ingest')
    await server.call('post', '/api/v1/patterns/stats', { key, body: reportOf() })
    await server.pending.flush()
    await server.call('put', CONNECTION, { key: server.key, body: server.body })
  })
  afterEach(() => server.close())

  async function hours(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      server.clock.millis += (HOUR + 60) * 1_000
      await server.teamWork.step()
      await server.teamWork.settled()
    }
  }
  const ask = (method: 'put' | 'delete') => server.call(method, BOARD, { key: server.key })
  const writes = () =>
    server.posthog.requests.filter(
      ({ method, path }) => method !== 'GET' && !/query|logs\/[a-z_]+\/?$|batch/.test(path),
    ).length
  const living = () =>
    [server.posthog.dashboards, server.posthog.insights, server.posthog.annotations].map(
      (items) => items.filter(({ deleted }) => deleted !== true).length,
    )
  const jobOf = async () => (await server.connection()).jobs.find(({ name }: { name: string }) => name === 'board')
  async function edit(id: unknown, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${PERSONAL_KEY}`, 'content-type': 'application/json' }
    const url = `${server.posthog.url}/api/projects/1/insights/${id}/`
    expect((await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(body) })).ok).toBe(true)
  }

  it('is made when a person asks, once, with marks; what somebody changed stays, and removal leaves only that', async () => {
    await hours(1)
    expect([living(), await jobOf()]).toEqual([[0, 0, 0], undefined])
    expect((await ask('put')).status).toBe(200)
    await server.call('put', '/api/v1/policies/shop', { key: server.key, body: { global_rate: 0.5 } })
    await hours(1)
    const [boards, insights = 0, marks] = living()
    expect([boards, marks]).toEqual([1, 1])
    expect(insights).toBeGreaterThan(5)
    const { made } = await server.connection()
    expect(made).toBeGreaterThanOrEqual(2 + insights)
    const before = writes()
    await hours(2)
    expect(writes()).toBe(before)
    expect(await jobOf()).toMatchObject({ state: 'ok', counts: { writes: 0, marks: 0, edited: 0 } })
    // Reconnecting goes on with it.
    await server.call('put', CONNECTION, { key: server.key, body: server.body })
    const edited = server.posthog.insights[0]!
    await edit(edited['id'], { name: 'Ours now' })
    await hours(1)
    expect(server.posthog.insights[0]).toMatchObject({ name: 'Ours now' })
    expect(await jobOf()).toMatchObject({ counts: { writes: 0, edited: 1 } })
    server.posthog.scopes.delete('annotation:write')
    expect(await ask('delete')).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('annotation:') },
    })
    server.posthog.scopes.add('annotation:write')
    const gone = (await ask('delete')).json
    expect(gone.removed).toMatchObject({ insight: insights - 1, annotation: 1 })
    expect(gone.left).toBeGreaterThan(0)
    expect(living().slice(1)).toEqual([1, 0])
    expect(server.posthog.insights.find(({ deleted }) => deleted !== true)).toMatchObject({ name: 'Ours now' })
    await hours(2)
    expect([living().slice(1), await jobOf()]).toEqual([[1, 0], undefined])
  })

  it('has a canvas beside it where the project has them, which goes with it', async () => {
    server.posthog.switches.canvases = 'present'
    await ask('put')
    await hours(1)
    expect(server.posthog.canvases).toHaveLength(1)
    const before = writes()
    await hours(1)
    expect([writes(), await jobOf()]).toMatchObject([before, { state: 'ok', counts: { writes: 0 } }])
    expect((await ask('delete')).json).toMatchObject({ removed: { canvas: 1 }, left: 0 })
    expect(server.posthog.canvases).toEqual([])
  })

  it('is not made again by itself where somebody removed it, and leaves with the connection', async () => {
    await ask('put')
    await hours(1)
    const team = await server.store.keys.ensureTeam('own', TEN)
    const board = server.posthog.dashboards[0]!
    const headers = { authorization: `Bearer ${PERSONAL_KEY}`, 'content-type': 'application/json' }
    const url = `${server.posthog.url}/api/projects/1/dashboards/${board['id']}/`
    await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ deleted: true }) })
    await hours(1)
    expect(await jobOf()).toMatchObject({
      state: 'failing',
      problem: expect.stringContaining('was removed in PostHog'),
    })
    expect(living()[0]).toBe(0)
    await ask('put')
    await hours(1)
    expect(living()[0]).toBe(1)
    expect((await server.call('delete', CONNECTION, { key: server.key })).json.left).toBe(0)
    expect([living(), await server.store.posthog.made(team)]).toEqual([[0, 0, 0], []])
  })
})
