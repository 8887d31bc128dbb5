import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/testing.js'
import { atTier, LONG } from '../../../test/support/tier.js'
import { acknowledgedBy, startFleet } from '../support/reporting-fleet.js'
import { startServerProcess } from '../support/server-process.js'
import { type SharedPostgres, sharedPostgres } from '../support/shared-postgres.js'

const KILLS = atTier({ test: 1, long: 10, soak: 50 })
const FLUSH_SECONDS = 0.25

describe.runIf(LONG)('a server that dies while reports come in', () => {
  let folder: string
  let postgres: SharedPostgres
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-server-'))
    postgres = await sharedPostgres()
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  const engines = {
    SQLite: async () => join(folder, `${Math.random()}.db`),
    Postgres: async () => ('missing' in postgres ? undefined : postgres.database()),
  }
  const names = Object.keys(engines) as (keyof typeof engines)[]
  const databaseOf = (engine: keyof typeof engines) => engines[engine]()

  for (const engine of names) {
    it(`by kill −9 counts nothing twice, and loses no more than it had not flushed: ${engine}`, {
      timeout: 600_000,
    }, async (context) => {
      const database = await databaseOf(engine)
      if (database === undefined) return context.skip((postgres as { missing: string }).missing)
      const random = seededRandom(11)
      const flags = { database, 'flush-seconds': String(FLUSH_SECONDS) }
      let server = await startServerProcess(flags)
      const key = server.key!
      let sent = 0
      let flushed = 0
      let counted = 0
      for (let kill = 0; kill < KILLS; kill++) {
        const fleet = startFleet(server.url, key, `k${kill}`)
        const { url } = server
        await until(async () => acknowledgedBy(fleet) > 20)
        const acknowledged = acknowledgedBy(fleet)
        // One more of each instance is under way at most: where even more is counted, all of these are flushed.
        const more = acknowledged + fleet.acknowledged.size
        await until(async () => (await seenBy(url, key)) > counted + more * 20)
        await new Promise((resolve) => setTimeout(resolve, random() * 700))
        await server.kill('SIGKILL')
        await fleet.stop()
        flushed += acknowledged
        sent += acknowledgedBy(fleet) + fleet.acknowledged.size
        server = await startServerProcess(flags)
        counted = await seenBy(server.url, key)
      }
      await server.kill('SIGTERM')
      expect(counted % 20).toBe(0)
      expect(counted / 20).toBeLessThanOrEqual(sent)
      expect(counted / 20).toBeGreaterThanOrEqual(flushed)
      expect(flushed).toBeGreaterThan(0)
      if (engine === 'SQLite') {
        const [{ integrity_check: integrity }] = new DatabaseSync(database).prepare('PRAGMA integrity_check').all() as [
          { integrity_check: string },
        ]
        expect(integrity).toBe('ok')
      }
    })

    it(`by SIGTERM loses nothing that it acknowledged: ${engine}`, async (context) => {
      const database = await databaseOf(engine)
      if (database === undefined) return context.skip((postgres as { missing: string }).missing)
      const flags = { database, 'flush-seconds': '30' }
      let server = await startServerProcess(flags)
      const key = server.key!
      const fleet = startFleet(server.url, key, 'term')
      await until(async () => acknowledgedBy(fleet) > 20)
      expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
      await fleet.stop()
      server = await startServerProcess(flags)
      const counted = await seenBy(server.url, key)
      await server.kill('SIGTERM')
      const acknowledged = acknowledgedBy(fleet)
      expect(counted / 20).toBeGreaterThanOrEqual(acknowledged)
      expect(counted / 20).toBeLessThanOrEqual(acknowledged + fleet.acknowledged.size)
    })
  }

  it('by SIGTERM goes on trying while the database is locked, and says what is lost if that does not end', async () => {
    // It takes twelve seconds to give up.
    const rows = [[1_500, false] as const, ...(LONG ? [[60_000, true] as const] : [])]
    for (const [lockedMillis, isLost] of rows) {
      const database = join(folder, `${Math.random()}.db`)
      const flags = { database, 'flush-seconds': '60' }
      const server = await startServerProcess(flags)
      const { reportOf } = await import('../support/api-under-test.js')
      const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
      const body = JSON.stringify(reportOf({ timestamp: Date.now() / 1000 }))
      const { status } = await fetch(`${server.url}/api/v1/patterns/stats`, { method: 'POST', headers, body })
      expect(status).toBe(202)
      const other = new DatabaseSync(database)
      other.exec('BEGIN IMMEDIATE')
      const unlocking = setTimeout(() => other.close(), lockedMillis)
      expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
      clearTimeout(unlocking)
      if (isLost) other.close()
      expect(server.stdout().includes('acknowledged reports are lost')).toBe(isLost)
      const again = await startServerProcess(flags)
      expect(await seenBy(again.url, server.key!)).toBe(isLost ? 0 : 100)
      await again.kill('SIGTERM')
    }
  })

  it('a report that is repeated at another replica after a time-out counts once', async (context) => {
    const database = await databaseOf('Postgres')
    if (database === undefined) return context.skip((postgres as { missing: string }).missing)
    const flags = { database, 'flush-seconds': '0.2' }
    const first = await startServerProcess(flags)
    const second = await startServerProcess(flags)
    const key = first.key!
    const { reportOf } = await import('../support/api-under-test.js')
    const post = async (url: string, sequence: number) => {
      const body = JSON.stringify(reportOf({ sequence, timestamp: Date.now() / 1000 }))
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url}/api/v1/patterns/stats`, { method: 'POST', body, headers })
      expect(answer.status).toBe(202)
    }
    for (let sequence = 0; sequence < 20; sequence++) {
      await Promise.all([post(first.url, sequence), post(second.url, sequence)])
    }
    await first.kill('SIGTERM')
    const counted = await untilSteady(() => seenBy(second.url, key))
    await second.kill('SIGTERM')
    expect(counted).toBe(20 * 100)
  })
})

async function seenBy(url: string, key: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/services`, { headers: { authorization: `Bearer ${key}` } })
  const { services } = (await answer.json()) as { services: { seen: number }[] }
  return services.reduce((sum, { seen }) => sum + seen, 0)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function untilSteady(read: () => Promise<number>): Promise<number> {
  let before = -1
  for (let now = await read(); now !== before; now = await read()) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 600))
  }
  return before
}
