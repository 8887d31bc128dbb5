import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import type { Segment } from '../../src/store/segments.js'
import { kyselyOn } from '../../src/store/sqlite-driver.js'
import { sumsByPattern } from '../../src/store/sums.js'
import { COUNTS } from '../../src/store/tables.js'

const database = new DatabaseSync(':memory:')
for (const table of ['counters_minute', 'counters_hour', 'counters_day'])
  database.exec(`CREATE TABLE ${table} (bucket INTEGER, service_id INTEGER, pattern TEXT, ${COUNTS.join()},
    PRIMARY KEY (bucket, service_id, pattern)) WITHOUT ROWID`)
const db = kyselyOn(database, () => {})
afterAll(() => db.destroy())

const DAY: Segment = { resolution: 'minute', first: 1_000, until: 1_000 + 1_440 }

async function planOf(segment: Segment, services: readonly number[]): Promise<string> {
  const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN ${sumsByPattern([segment], services)}`.execute(db)
  return rows.map(({ detail }) => detail).join('\n')
}

it('of few services only their own rows are read, however many others have', async () => {
  const LOOK_UP = 'SEARCH counters_minute USING PRIMARY KEY (bucket=? AND service_id=?)'
  expect(await planOf(DAY, [7])).toContain(LOOK_UP)
  expect(await planOf({ ...DAY, until: DAY.first + 60 }, [1, 2, 3, 4, 5, 6, 7, 8])).toContain(LOOK_UP)
})

it('of many services, and over the longest periods, a range is read', async () => {
  const many = Array.from({ length: 50 }, (_, i) => i)
  expect(await planOf(DAY, many)).toContain('bucket>? AND bucket<?')
  expect(await planOf({ ...DAY, first: 0, until: 500_000 }, [7])).toContain('bucket>? AND bucket<?')
})
