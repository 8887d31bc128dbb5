import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { type Database, databases } from '../store/databases.js'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'
import { TEN } from '../support/reports.js'

const STATS = '/api/v1/patterns/stats'

describe.each([
  ['SQLite', databases.sqlite],
  ['Postgres', databases.postgres],
])('a key on %s', (_, start) => {
  let database: Database | { readonly missing: string }
  let api: ApiUnderTest
  let admin: string
  beforeEach(async () => {
    database = await start()
    if ('missing' in database) return
    api = await startApi({ database: database.url })
    admin = await api.keyOf('t', 'admin')
  })
  afterEach(async () => {
    if ('missing' in database) return
    await api.close()
    await database.remove()
  })
  const check = (title: string, body: () => Promise<void>) =>
    it(title, async (context: TestContext) => {
      if ('missing' in database) return context.skip(database.missing)
      await body()
    })
  const create = async (rest: object = {}) => {
    const body = { name: 'app', scopes: ['ingest'], ...rest }
    const { status, json } = await api.call('post', '/api/v1/keys', { key: admin, body })
    expect(status).toBe(201)
    return json as { key: string; id: string; expires_at: number | null }
  }
  const shown = async (id: string) => {
    await api.keys.writeUses()
    const { json } = await api.call('get', '/api/v1/keys', { key: admin })
    return json.keys.find((key: { id: string }) => key.id === id)
  }
  const report = (key: string, rest: object = {}) => api.call('post', STATS, { key, body: reportOf(rest) })

  check('says when it was used last, and how many of its reports were refused', async () => {
    const { key, id } = await create()
    expect(await shown(id)).toMatchObject({ last_used_at: null, refused_reports: 0, expires_at: null })
    expect((await report(key)).status).toBe(202)
    api.clock.millis += 90_000
    for (let i = 0; i < 3; i++) expect((await report(key, { patterns: 'none' })).status).toBe(422)
    expect((await report(key, { team_id: 999 })).status).toBe(403)
    expect(await shown(id)).toMatchObject({ last_used_at: TEN + 90, refused_reports: 4 })
    expect((await report(key, { patterns: 'none' })).status).toBe(422)
    expect((await shown(id)).refused_reports).toBe(5)
  })

  check('of which a report is refused that it has no scope for, counts that too', async () => {
    const { key, id } = await create({ scopes: ['read'] })
    expect((await report(key)).status).toBe(403)
    expect((await shown(id)).refused_reports).toBe(1)
  })

  check('that has expired is refused, and shows that somebody still reports with it', async () => {
    const { key, id } = await create({ expires_at: TEN + 100 })
    expect((await report(key)).status).toBe(202)
    api.clock.millis += 99_999
    expect((await report(key)).status).toBe(202)
    api.clock.millis += 1
    expect((await report(key)).status).toBe(401)
    expect((await report(`${key.slice(0, -1)}${key.endsWith('0') ? 1 : 0}`)).status).toBe(401)
    expect(await shown(id)).toMatchObject({ refused_reports: 1, expires_at: TEN + 100, last_used_at: TEN + 99 })
  })

  check('is not made with an end that is over', async () => {
    const body = { name: 'app', scopes: ['ingest'], expires_at: TEN }
    const { status, json } = await api.call('post', '/api/v1/keys', { key: admin, body })
    expect([status, json.detail]).toEqual([422, 'body.expires_at: is over'])
  })

  check('of which the use could not be written has it written the next time', async () => {
    const { key, id } = await create()
    await report(key, { patterns: 'none' })
    const { used } = api.store.keys
    ;(api.store.keys as { used: unknown }).used = async () => {
      throw new Error('the disk is full')
    }
    await expect(api.keys.writeUses()).rejects.toThrow('full')
    await report(key, { patterns: 'none' })
    ;(api.store.keys as { used: unknown }).used = used
    expect(await shown(id)).toMatchObject({ last_used_at: TEN, refused_reports: 2 })
  })
})
