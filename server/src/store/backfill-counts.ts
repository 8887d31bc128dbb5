import type { Transaction } from 'kysely'
import { yieldToEventLoop } from '../internal/clock.js'
import { audited } from './audited.js'
import type { AuditEntry } from './contracts/audit.js'
import type { Engine } from './engine.js'
import { MinuteSums } from './minute-sums.js'
import { ReportSums } from './report-sums.js'
import type { Backfill, BackfillEnd, PatternRow } from './store.js'
import {
  COARSER,
  COUNTS,
  type CoarserResolution,
  type CounterTable,
  MAX_COUNT,
  SECONDS,
  type Tables,
} from './tables.js'

const ROWS_PER_STATEMENT = 1_000
/** Rows of so many patterns are in memory at once. */
const PATTERNS_AT_ONCE = 500

/**
 * Adds a backfill, also to the hours and days that are rolled up already. A repeat adds it once more. Others get their turn after every
 * statement.
 */
export async function addBackfill(engine: Engine, backfill: Backfill, entry: AuditEntry): Promise<BackfillEnd> {
  const { serviceId, from, until, patterns, counts, overheadPerRecord, importId } = backfill
  const order = [...patterns.keys()].toSorted((a, b) => (patterns[a]!.key < patterns[b]!.key ? -1 : 1))
  for (const resolution of ['minute', ...COARSER] as const)
    await engine.prepare(resolution, Math.floor(from / SECONDS[resolution]), Math.floor(until / SECONDS[resolution]))
  let end: BackfillEnd = 'added'
  await audited(engine.db, [entry], async (trx) => {
    if (importId !== undefined) end = await claimHour(trx, serviceId, Math.floor(from / SECONDS.hour), importId)
    if (end !== 'added') return false
    const rolledUp = new Map(
      (await trx.selectFrom('rollups').selectAll().execute()).map((row) => [row.resolution, row.until]),
    )
    const tensOfHours = ((rolledUp.get('hour') ?? 0) * SECONDS.hour) / SECONDS.ten_minutes
    const sums = new ReportSums()
    for (let at = 0; at < order.length; at += PATTERNS_AT_ONCE) {
      const some = order.slice(at, at + PATTERNS_AT_ONCE)
      const rows = some.map((i) => patterns[i]!)
      const own = Float64Array.from(
        some.flatMap((i) => [...counts.subarray(i * COUNTS.length, (i + 1) * COUNTS.length)]),
      )
      await addPatterns(engine, trx, serviceId, from, rows)
      const minutes = new MinuteSums()
      minutes.add({ from, at: until, patterns: rows, counts: own })
      const coarser = COARSER.map(
        (resolution) =>
          new CoarserRows(resolution, resolution === 'ten_minutes' ? tensOfHours : 0, rolledUp.get(resolution) ?? 0),
      )
      for (const batch of minutes.batches(ROWS_PER_STATEMENT)) {
        await engine.addCounters(trx, batch)
        sums.addMinutes(batch, overheadPerRecord)
        for (const each of coarser) each.add(batch)
        await yieldToEventLoop()
      }
      for (const each of coarser) await each.write(engine, trx)
    }
    await sums.write(trx)
    await trx
      .updateTable('services')
      .set({ first_seen: from })
      .where('id', '=', serviceId)
      .where('first_seen', '>', from)
      .execute()
    return true
  })
  return end
}

/** Marks an hour as filled by an import, in its transaction: of two that come at once, one waits for the other. */
async function claimHour(
  trx: Transaction<Tables>,
  serviceId: number,
  bucket: number,
  importId: string,
): Promise<BackfillEnd> {
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('imported_hours')
    .values({ service_id: serviceId, bucket, import_id: importId })
    .onConflict((conflict) => conflict.columns(['service_id', 'bucket']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) {
    const row = await trx
      .selectFrom('imported_hours')
      .select('import_id')
      .where('service_id', '=', serviceId)
      .where('bucket', '=', bucket)
      .executeTakeFirst()
    return row?.import_id === importId ? 'repeated' : 'imported'
  }
  const minutes = SECONDS.hour / SECONDS.minute
  const reported = await trx
    .selectFrom('version_minutes')
    .select('bucket')
    .where('service_id', '=', serviceId)
    .where('bucket', '>=', bucket * minutes)
    .where('bucket', '<', (bucket + 1) * minutes)
    .where('reports', '>', 0)
    .limit(1)
    .executeTakeFirst()
  return reported === undefined ? 'added' : 'reported'
}

async function addPatterns(
  engine: Engine,
  trx: Transaction<Tables>,
  serviceId: number,
  from: number,
  patterns: readonly PatternRow[],
): Promise<void> {
  await engine.addPatterns(trx, patterns)
  await trx
    .updateTable('patterns')
    .set({ first_seen: from })
    .where('service_id', '=', serviceId)
    .where('first_seen', '>', from)
    .where(
      'pattern',
      'in',
      patterns.map(({ key }) => key),
    )
    .execute()
}

/** Minutes of buckets that are rolled up already, summed to those. */
class CoarserRows {
  readonly #resolution: CoarserResolution
  readonly #first: number
  readonly #until: number
  readonly #rows = new Map<string, CounterTable>()

  /**
   * @param first buckets below are summed up further already
   * @param until buckets from here on are not rolled up yet: they will be, from the minutes
   */
  constructor(resolution: CoarserResolution, first: number, until: number) {
    this.#resolution = resolution
    this.#first = first
    this.#until = until
  }

  add(minutes: readonly CounterTable[]): void {
    const ratio = SECONDS[this.#resolution] / SECONDS.minute
    for (const minute of minutes) {
      const bucket = Math.floor(minute.bucket / ratio)
      if (bucket < this.#first || bucket >= this.#until) continue
      const key = `${bucket} ${minute.pattern}`
      const row = this.#rows.get(key)
      if (row === undefined) this.#rows.set(key, { ...minute, bucket })
      else for (const name of COUNTS) row[name] = Math.min(row[name] + minute[name], MAX_COUNT)
    }
  }

  async write(engine: Engine, trx: Transaction<Tables>): Promise<void> {
    const rows = [...this.#rows.values()].toSorted((a, b) => a.bucket - b.bucket || (a.pattern < b.pattern ? -1 : 1))
    for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
      await engine.addCounters(trx, rows.slice(at, at + ROWS_PER_STATEMENT), this.#resolution)
      await yieldToEventLoop()
    }
  }
}
