import { audited } from './audited.js'
import type { AuditEntry } from './contracts/audit.js'
import type { Engine } from './engine.js'
import { MinuteSums } from './minute-sums.js'
import { ReportSums } from './report-sums.js'
import type { Backfill } from './store.js'
import { SECONDS } from './tables.js'

const ROWS_PER_STATEMENT = 1_000

/** Adds a backfill, and rolls up anew what was rolled up of that time already. A repeat adds it once more. */
export async function addBackfill(
  engine: Engine,
  { serviceId, from, until, patterns, counts, overheadPerRecord }: Backfill,
  entry: AuditEntry,
): Promise<void> {
  const minutes = new MinuteSums()
  minutes.add({ from, at: until, patterns, counts })
  const batches = [...minutes.batches(ROWS_PER_STATEMENT)]
  const sums = new ReportSums()
  for (const rows of batches) sums.addMinutes(rows, overheadPerRecord)
  await engine.prepare('minute', Math.floor(from / SECONDS.minute), Math.floor(until / SECONDS.minute))
  await audited(engine.db, [entry], async (trx) => {
    const sorted = patterns.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    for (let at = 0; at < sorted.length; at += ROWS_PER_STATEMENT) {
      const chunk = sorted.slice(at, at + ROWS_PER_STATEMENT)
      await engine.addPatterns(trx, chunk)
      await trx
        .updateTable('patterns')
        .set({ first_seen: from })
        .where('service_id', '=', serviceId)
        .where('first_seen', '>', from)
        .where(
          'pattern',
          'in',
          chunk.map(({ key }) => key),
        )
        .execute()
    }
    for (const rows of batches) await engine.addCounters(trx, rows)
    await sums.write(trx)
    const rolledUp = await trx.selectFrom('rollups').selectAll().execute()
    for (const resolution of ['hour', 'day'] as const) {
      const first = Math.floor(from / SECONDS[resolution])
      const end = Math.ceil(until / SECONDS[resolution])
      const done = Math.min(end, rolledUp.find((row) => row.resolution === resolution)?.until ?? 0)
      if (done <= first) continue
      await engine.prepare(resolution, first, done)
      await engine.rollUp(trx, resolution, first, done)
    }
    await trx
      .updateTable('services')
      .set({ first_seen: from })
      .where('id', '=', serviceId)
      .where('first_seen', '>', from)
      .execute()
    return true
  })
}
