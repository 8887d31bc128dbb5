import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOpenPostHog, loadPostHog } from '../../src/posthog/open-posthog.js'
import {
  CONNECTION,
  KEY_SHAPED,
  PERSONAL_KEY,
  type PostHogServer,
  PROJECT_KEY,
  SECRET,
  startPostHogServer,
} from '../support/posthog-server.js'
import { TEN } from '../support/reports.js'

describe('the connection of a team to PostHog', () => {
  let server: PostHogServer
  const put = (body: object) => server.call('put', CONNECTION, { key: server.key, body })
  const probe = () => server.call('post', `${CONNECTION}/probe`, { key: server.key })

  beforeEach(async () => {
    server = await startPostHogServer()
  })
  afterEach(() => server.close())

  it('is nothing until there is one, and says what its key can do once PostHog was asked', async () => {
    expect(await server.connection()).toBeNull()
    expect((await probe()).status).toBe(404)
    expect((await put(server.body)).json).toMatchObject({
      state: 'unproved',
      since: TEN,
      keys: 'stored',
      personal_api_key: 'phx_…GHIJ',
      project_api_key: 'phc_…GHIJ',
      project_url: `${server.posthog.url}/project/1`,
      problem: null,
      probed_at: null,
      price: null,
      made: 0,
      jobs: ['bill', 'import', 'tell', 'toggle'].map((name) => ({ name, state: 'idle', last_run: null })),
    })
    expect(server.posthog.requests).toHaveLength(0)
    server.clock.millis += 60_000
    const { json } = await probe()
    expect(json).toMatchObject({ state: 'connected', since: TEN + 60, lacking: [], probed_at: TEN + 60 })
    expect(json.capabilities.length).toBeGreaterThan(15)
    expect(server.posthog.requests.length).toBeLessThanOrEqual(17)
    expect(server.posthog.requests.every(({ method, path }) => method === 'GET' || /query|logs/.test(path))).toBe(true)
    server.clock.millis += 60_000
    await probe()
    expect(await server.connection()).toMatchObject({ state: 'connected', since: TEN + 60, probed_at: TEN + 120 })
  })

  it('names each scope that its key lacks', async () => {
    await put(server.body)
    server.posthog.scopes.delete('logs:write')
    for (const scope of [...server.posthog.scopes]) {
      // A probe reads: whoever may write may read, too.
      const read = scope.replace(':write', ':read')
      // Of canvases, which the doctor alone asks for.
      if (scope === 'canvas:write' || scope === 'task:read') continue
      server.posthog.scopes.delete(scope)
      const { json } = await probe()
      server.posthog.scopes.add(scope)
      expect(json, scope).toMatchObject({ state: 'lacking', lacking: [read] })
      expect(json.problem, scope).toContain(read)
    }
    expect((await probe()).json).toMatchObject({ state: 'connected', problem: null })
  })

  it('says that PostHog does not take the key, or does not answer', async () => {
    await put({ ...server.body, personal_api_key: 'phx_wrongwrongwrongwrongwrong' })
    expect((await probe()).json).toMatchObject({
      state: 'refused',
      problem: expect.stringMatching(/does not take the key/),
    })
    await put(server.body)
    server.posthog.answer(() => ({ status: 503 }))
    expect((await probe()).json).toMatchObject({ state: 'unreachable' })
    server.posthog.answer(undefined)
    expect((await probe()).json).toMatchObject({ state: 'connected' })
  })

  it.each([
    'http://127.0.0.1:1',
    'http://localhost:8318',
    'http://169.254.169.254',
    'https://169.254.169.254',
    'http://[::1]:80',
    'https://evil.example',
    'http://us.posthog.com',
    'https://us.posthog.com.evil.example',
    'https://us.posthog.com@evil.example',
    'https://user:hunter2@us.posthog.com',
    'https://us.posthog.com/api',
    'https://us.posthog.com:8443',
    'file:///etc/passwd',
    'us.posthog.com',
    'xx',
  ])('goes to no host that the operator does not know: %s', async (host) => {
    for (const place of [{ host }, { ingest_host: host }]) {
      const { status, json } = await put({ ...server.body, ...place })
      expect(status).toBe(422)
      expect(json.detail).toContain('host' in place ? 'host' : 'ingest_host')
      expect(json.detail).not.toMatch(KEY_SHAPED)
      expect(json.detail).not.toContain('hunter2')
    }
    expect(await server.connection()).toBeNull()
    expect(server.posthog.requests).toHaveLength(0)
  })

  it('takes keys of their kind alone, and sends one that was given for a host to no other', async () => {
    expect((await put({ ...server.body, personal_api_key: PROJECT_KEY })).status).toBe(422)
    expect((await put({ ...server.body, project_api_key: PERSONAL_KEY })).status).toBe(422)
    expect((await put({ ...server.body, project: 'abc' })).status).toBe(422)
    const { personal_api_key: _, project_api_key: __, ...without } = server.body
    expect((await put(without)).json.detail).toContain('personal_api_key is missing')
    await put(server.body)
    expect((await put(without)).json).toMatchObject({ personal_api_key: 'phx_…GHIJ', project_api_key: 'phc_…GHIJ' })
    expect((await put({ ...without, project_api_key: null })).json).toMatchObject({ project_api_key: null })
    expect((await put({ ...without, host: 'eu' })).json.detail).toContain('personal_api_key is missing')
    expect((await put({ ...without, ingest_host: 'https://eu.i.posthog.com' })).status).toBe(422)
  })

  it('has no key in any answer, row, line of the log or audit', async () => {
    const answers = [await put(server.body), await probe(), await put({ ...server.body, host: 'https://evil.example' })]
    server.posthog.answer(({ headers }) => ({
      status: 401,
      body: JSON.stringify({ detail: String(headers.authorization) }),
    }))
    answers.push(await probe(), await server.call('get', '/api/v1/audit', { key: server.key }))
    server.posthog.answer(undefined)
    const told = JSON.stringify(answers.map(({ json }) => json)) + server.logged.join('') + server.dump()
    expect(told).not.toMatch(KEY_SHAPED)
    expect(told).toContain('posthog.connected')
    expect(told).not.toContain(SECRET)
  })

  it('of a server whose secret has changed is refused, and can be made anew', async () => {
    await put(server.body)
    const found = (await server.store.posthog.find(await server.store.keys.ensureTeam('own', TEN)))!
    const other = await startPostHogServer({ 'secret-key': 'another secret, which is as long as that one' })
    const { createKeyKeeper } = await import('../../src/posthog/connection-keys.js')
    const environment = { team: 'x', personalKey: '', projectKey: '' }
    const settings = { secret: 'another secret, which is as long as that one', hosts: [], environment }
    const open = createOpenPostHog(createKeyKeeper(settings, server.store), [], loadPostHog)
    expect(await open(found)).toMatchObject({ isKey: true, problem: expect.stringContaining('LIPSERVICE_SECRET_KEY') })
    // A row that was moved to another team opens for nobody.
    const mine = { ...settings, secret: SECRET }
    const opened = createOpenPostHog(createKeyKeeper(mine, server.store), [], loadPostHog)
    expect(await opened({ ...found, teamId: found.teamId + 1 })).toMatchObject({ isKey: true })
    await other.close()
  })

  it('removes what was made in PostHog, and then itself', async () => {
    await put(server.body)
    const team = await server.store.keys.ensureTeam('own', TEN)
    await server.call('put', '/api/v1/posthog/board', { key: server.key })
    await server.teamWork.step()
    await server.teamWork.settled()
    const { made } = await server.connection()
    expect(made).toBeGreaterThan(8)
    // One that somebody removed there.
    await server.store.posthog.noteMade(team, { kind: 'annotation', remoteId: '999999', name: 'x', madeAt: TEN })
    expect((await server.connection()).made).toBe(made + 1)
    server.posthog.scopes.delete('dashboard:write')
    const refused = await server.call('delete', CONNECTION, { key: server.key })
    expect(refused).toMatchObject({ status: 409, json: { detail: expect.stringContaining('dashboard:') } })
    expect(await server.connection()).not.toBeNull()
    server.posthog.scopes.add('dashboard:write')
    const gone = await server.call('delete', CONNECTION, { key: server.key })
    expect(gone.json).toEqual({ removed: expect.objectContaining({ dashboard: 1 }), left: 0 })
    expect(server.posthog.dashboards[0]).toMatchObject({ deleted: true })
    expect(await server.connection()).toBeNull()
    expect(await server.store.posthog.jobs(team)).toEqual([])
    expect((await server.call('delete', CONNECTION, { key: server.key })).status).toBe(404)
  })
})

describe('a connection by keys of the environment', () => {
  it('is for the one team that the operator names', async () => {
    const server = await startPostHogServer({
      'posthog-personal-api-key': PERSONAL_KEY,
      'posthog-team': 'own',
      'secret-key': '',
    })
    const other = await server.keyOf('other', 'admin')
    const { host, project } = server.body
    const body = { host, project, keys: 'environment' }
    expect((await server.call('put', CONNECTION, { key: other, body })).status).toBe(409)
    const { json } = await server.call('put', CONNECTION, { key: server.key, body })
    expect(json).toMatchObject({ keys: 'environment', personal_api_key: null })
    expect((await server.call('post', `${CONNECTION}/probe`, { key: server.key })).json.state).toBe('connected')
    // Without a secret no other key is taken.
    const refused = await server.call('put', CONNECTION, { key: other, body: server.body })
    expect(refused).toMatchObject({ status: 409, json: { detail: expect.stringContaining('LIPSERVICE_SECRET_KEY') } })
    expect(server.dump()).not.toMatch(KEY_SHAPED)
    await server.close()
  })
})
