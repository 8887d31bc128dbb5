import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import { patternOf, pendingOf, TEN } from '../support/reports.js'
import { sharedPostgres } from '../support/shared-postgres.js'

const run = promisify(execFile)
const open = (database: string) => openStore({ database, connections: 2, onError: () => {} })

it('a dump of Postgres, restored, counts on where it was made', { timeout: 120_000 }, async (context) => {
  const postgres = await sharedPostgres()
  if ('missing' in postgres) return context.skip(postgres.missing)
  const tools = await run('pg_dump', ['--version']).then(
    () => true,
    () => false,
  )
  if (!tools) return context.skip('there is no pg_dump')
  const [from, to] = [await postgres.readyDatabase(), await postgres.database()]
  const store = await open(from)
  const team = await store.keys.ensureTeam('t', TEN)
  const id = (await store.services.ensure(team, 's', TEN, 10))!
  const patterns = [patternOf(id, 1)]
  await store.counters.add([pendingOf(patterns, { sequence: 0 })], patterns)
  const { stdout } = await run('pg_dump', ['--dbname', from, '--format', 'plain'], { maxBuffer: 2 ** 26 })
  await store.close()

  const restoring = run('psql', ['--dbname', to, '--quiet', '--set', 'ON_ERROR_STOP=1'])
  restoring.child.stdin!.end(stdout)
  await restoring
  const restored = await open(to)
  // The repeat is known, and generated ids go on.
  expect(await restored.counters.add([pendingOf(patterns, { sequence: 0 })], patterns)).toBe(0)
  expect(await restored.counters.add([pendingOf(patterns, { sequence: 1 })], patterns)).toBe(1)
  expect((await restored.patterns.totals(team, { from: TEN, to: TEN + 60 })).seen).toBe(4)
  expect(await restored.keys.ensureTeam('u', TEN)).toBeGreaterThan(team)
  await restored.close()
})
