import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'
import { CALLS, OWN_SERVICE, ROUTE_CONFIG, SIGNATURE, verdictOf } from '../support/route-calls.js'

/** Routes that are not GET but change nothing that people decide: what SDKs send. */
const NOT_OF_PEOPLE = ['post /api/v1/patterns/stats']
/** Routes that are not GET and change nothing that people decide; without a model nothing at all. */
const CHANGE_NOTHING = [
  'post /api/v1/webhook/test',
  'post /api/v1/policies/{service}/preview',
  'post /api/v1/wishes',
  'post /api/v1/policies/{service}/versions/{version}/explanation',
  'post /api/v1/incidents/{id}/explanation',
]
const OF_PEOPLE = Object.keys(CALLS).filter(
  (route) => !route.startsWith('get ') && !NOT_OF_PEOPLE.includes(route) && !CHANGE_NOTHING.includes(route),
)

const REFUSE_ENTRIES = `CREATE TRIGGER no_more_entries BEFORE INSERT ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit takes no more'); END`
const TAKE_ENTRIES = 'DROP TRIGGER no_more_entries'

describe('a change that people make', () => {
  let api: ApiUnderTest
  let folder: string
  let database: DatabaseSync
  let team: number
  let key: string
  const secrets: string[] = []
  const keyId = () => key.split('_')[1]!

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-audit-'))
    const file = join(folder, 'db')
    api = await startApi({ ...ROUTE_CONFIG, database: file })
    database = new DatabaseSync(file)
    team = await api.store.keys.ensureTeam('own', TEN)
    key = await api.keyOf('own', 'admin', 'ingest')
    secrets.push(key)
    await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf({}, [{ signature: SIGNATURE }]) })
    await api.pending.flush()
    const serviceId = (await api.store.services.find(team, OWN_SERVICE))!
    const times = { openedAt: TEN, lastAt: TEN, resolvedAt: undefined }
    const opened = [{ teamId: team, serviceId, release: '', ...times, findings: [] }]
    await api.store.incidents.record({ from: undefined, until: 1, opened, changed: [] })
    await api.call('put', `/api/v1/policies/${OWN_SERVICE}`, { key, body: {} })
    await api.store.models.record([verdictOf(team)], [])
  })
  afterAll(async () => {
    database.close()
    await api.close()
    await rm(folder, { recursive: true })
  })

  /** The call of a route, with all that it needs made before. */
  async function prepare(route: string): Promise<() => ReturnType<ApiUnderTest['call']>> {
    const [method, call] = [route.split(' ')[0]!, CALLS[route]!]
    const { path, body, headers, before } = call
    if (before !== undefined) {
      expect((await api.call(before.method, before.path ?? path, { key, body: before.body })).status).toBe(200)
    }
    const version = { kind: 'operator', stage: 'draft', by: 'test', reason: 'a test' } as const
    const draft = await api.policies.add(team, OWN_SERVICE, {}, version)
    expect(draft.kind).toBe('put')
    const spare = await api.keyOf('own', 'read')
    secrets.push(spare)
    const begun = await api.sessions.begin(key)
    const session = typeof begun === 'string' ? begun : begun.id
    const made = { draft: draft.kind === 'put' ? draft.policy.version : 0, reason: 'a person said so', key, session }
    return async () => {
      const answer = await api.call(method, path.replace('{spare}', spare.split('_')[1]!), {
        key,
        ...(body && { body: body(made) }),
        ...(headers && { headers: headers(made) }),
      })
      if (typeof answer.json?.key === 'string') secrets.push(answer.json.key)
      return answer
    }
  }

  /** All that the database has. */
  function everything(): Record<string, unknown[]> {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
    return Object.fromEntries(tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all()]))
  }
  /** What a language model was asked is kept by itself, and decides nothing. */
  function decided(): Record<string, unknown[]> {
    const { llm_calls: _calls, llm_days: _days, ...rest } = everything()
    return rest
  }
  const audit = () => api.store.audit.list(team, undefined, 1_000)

  it('is each that a route makes which is not GET', () => {
    const declared = api.endpoints.map(({ method, path }) => `${method} ${path}`)
    const changing = declared.filter((route) => !route.startsWith('get '))
    expect(changing.toSorted()).toEqual([...OF_PEOPLE, ...NOT_OF_PEOPLE, ...CHANGE_NOTHING].toSorted())
    for (const route of OF_PEOPLE) expect(CALLS[route]!.audited, route).toBeDefined()
    for (const { method, path, scopes } of api.endpoints) {
      if (NOT_OF_PEOPLE.includes(`${method} ${path}`)) expect(scopes).toEqual(['ingest'])
    }
  })

  it.each(OF_PEOPLE)('is in the audit with who, what and where: %s', async (route) => {
    const call = await prepare(route)
    const [newest] = await audit()
    expect((await call()).status).toBeLessThan(300)
    const entries = (await audit()).filter(({ id }) => id > newest!.id)
    const { action, service } = CALLS[route]!.audited!
    expect(entries.map((entry) => [entry.actor, entry.action, entry.service])).toContainEqual([
      keyId(),
      action,
      service,
    ])
    for (const { at } of entries) expect(at).toBe(TEN)
  })

  it.each(OF_PEOPLE)('does not happen where that cannot be written: %s', async (route) => {
    const call = await prepare(route)
    const before = everything()
    database.exec(REFUSE_ENTRIES)
    const { status, json } = await call()
    database.exec(TAKE_ENTRIES)
    expect(status).toBe(500)
    expect(JSON.stringify(json)).not.toContain('no more')
    expect(everything()).toEqual(before)
    expect((await call()).status).toBeLessThan(300)
    expect(everything()).not.toEqual(before)
  })

  it.each(CHANGE_NOTHING)('is none that changes nothing: %s', async (route) => {
    const call = await prepare(route)
    const before = decided()
    expect((await call()).status).toBe(200)
    expect(decided()).toEqual(before)
  })

  it('is written without any secret', async () => {
    const text = JSON.stringify(await audit())
    const hashes = (await api.store.keys.list(team)).map(({ hash }) => hash)
    for (const secret of [...secrets.map((made) => made.split('_')[2]!), ...hashes]) expect(text).not.toContain(secret)
    expect(secrets.length).toBeGreaterThan(2 * OF_PEOPLE.length)
    expect(text).not.toContain('only-the-own-team')
  })
})
