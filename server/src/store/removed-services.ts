import type { Kysely, Transaction } from 'kysely'
import { type EpochSeconds, yieldToEventLoop } from '../internal/clock.js'
import { audited } from './audited.js'
import type { AuditEntry } from './contracts/audit.js'
import { SECONDS, type Tables } from './tables.js'

/** A service leaves the registry of a full team after it was silent for as long as it was known, within these bounds. */
const MIN_SILENT_SECONDS = SECONDS.day
const MAX_SILENT_SECONDS = 90 * SECONDS.day
/** Replicas that have not heard of it yet may write rows of a removed service for some minutes. */
const WATCHED_SECONDS = SECONDS.hour
const ROWS_PER_DELETE = 5_000
/** Rows of one bucket are few: they are found by the key. */
const BY_BUCKET = [
  'counters_minute',
  'counters_ten_minutes',
  'counters_hour',
  'counters_day',
  'version_minutes',
  'version_minute_reasons',
  'service_hours',
  'service_hour_reasons',
] as const
const REMOVED_REASON = 'the service was removed'

/** Removes a service from the registry, and what is kept of it by name; its other rows are left to {@link removeLeftovers}. */
export function removeService(db: Kysely<Tables>, teamId: number, name: string, entry: AuditEntry): Promise<boolean> {
  return audited(db, [entry], async (trx) => {
    const row = await trx
      .deleteFrom('services')
      .where('team_id', '=', teamId)
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) return false
    await trx.insertInto('removed_services').values({ service_id: row.id, removed_at: entry.at }).execute()
    await trx.deleteFrom('imported_hours').where('service_id', '=', row.id).execute()
    await trx.deleteFrom('incidents').where('service_id', '=', row.id).execute()
    for (const table of ['budgets', 'overrides', 'notices', 'verdicts', 'llm_calls'] as const)
      await trx.deleteFrom(table).where('team_id', '=', teamId).where('service', '=', name).execute()
    await removePolicies(trx, teamId, name, entry.at)
    return true
  })
}

/** Of the policies the newest stays as a number: versions go on from it, and SDKs that still run take the next one. */
async function removePolicies(trx: Transaction<Tables>, teamId: number, service: string, at: EpochSeconds) {
  const { newest } = await trx
    .selectFrom('policies')
    .select((eb) => eb.fn.max('version').as('newest'))
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .executeTakeFirstOrThrow()
  if (newest === null) return
  const version = Number(newest)
  await trx
    .deleteFrom('policies')
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .where('version', '<', version)
    .execute()
  await trx
    .updateTable('policies')
    .set({
      document: JSON.stringify({ version }),
      forecast: null,
      stages: null,
      stage: 'reverted',
      stage_at: at,
      stage_reason: REMOVED_REASON,
    })
    .where('team_id', '=', teamId)
    .where('service', '=', service)
    .execute()
}

/** Makes room for one more service of a team. Returns whether there is. */
export async function reclaimService(db: Kysely<Tables>, teamId: number, now: EpochSeconds): Promise<boolean> {
  const silent = await db
    .selectFrom('services')
    .select(['name', 'first_seen', 'last_seen'])
    .where('team_id', '=', teamId)
    .where('last_seen', '<=', now - MIN_SILENT_SECONDS)
    .where((eb) =>
      eb.or([
        eb('last_seen', '<=', now - MAX_SILENT_SECONDS),
        eb(eb(eb.val(now), '-', eb.ref('last_seen')), '>=', eb('last_seen', '-', eb.ref('first_seen'))),
      ]),
    )
    .orderBy('last_seen')
    .limit(1)
    .executeTakeFirst()
  if (silent === undefined) return false
  const { name: service, first_seen, last_seen } = silent
  const entry = { teamId, at: now, actor: 'server', action: 'service.reclaimed', service }
  const reason = 'the team has as many services as it may, and this one was silent for longest'
  return removeService(db, teamId, service, { ...entry, reason, detail: { first_seen, last_seen } })
}

/** Removes rows of services that were removed, a few at a time. */
export async function removeLeftovers(db: Kysely<Tables>, now: EpochSeconds): Promise<void> {
  const removed = await db.selectFrom('removed_services').selectAll().orderBy('removed_at').execute()
  for (const { service_id: id, removed_at } of removed) {
    for (const table of BY_BUCKET) await removeByBucket(db, table, id)
    await removeByKey(db, 'patterns', 'pattern', id)
    await removeByKey(db, 'instances', 'instance_id', id)
    await removeByKey(db, 'word_families', 'family', id)
    if (now - removed_at >= WATCHED_SECONDS)
      await db.deleteFrom('removed_services').where('service_id', '=', id).execute()
  }
}

async function removeByBucket(db: Kysely<Tables>, table: (typeof BY_BUCKET)[number], id: number): Promise<void> {
  for (let before = -1; ; ) {
    // From one bucket that there is to the next: a clock that was wrong once has left large gaps.
    const { bucket } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.min('bucket').as('bucket'))
      .where('bucket', '>', before)
      .executeTakeFirstOrThrow()
    if (bucket === null) return
    before = Number(bucket)
    await db.deleteFrom(table).where('bucket', '=', before).where('service_id', '=', id).execute()
    await yieldToEventLoop()
  }
}

async function removeByKey(
  db: Kysely<Tables>,
  table: 'patterns' | 'instances' | 'word_families',
  key: 'pattern' | 'instance_id' | 'family',
  id: number,
): Promise<void> {
  for (;;) {
    const rows = await db
      .deleteFrom(table)
      .where('service_id', '=', id)
      .where(key as 'pattern', 'in', (eb) =>
        eb
          .selectFrom(table as 'patterns')
          .select(key as 'pattern')
          .where('service_id', '=', id)
          .limit(ROWS_PER_DELETE),
      )
      .executeTakeFirst()
    await yieldToEventLoop()
    if (Number(rows.numDeletedRows) < ROWS_PER_DELETE) return
  }
}
