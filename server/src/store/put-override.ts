import { type Insertable, sql, type Transaction } from 'kysely'
import type { OverridePut, StoredOverride } from './contracts/overrides.js'
import type { Tables } from './tables.js'

/**
 * Writes an override, whoever sets it. At most one lock of a signature is in force, of all its patterns or of one: a policy has one rate a
 * signature. An index of the database makes sure of it, so that of two writers at once one is refused.
 *
 * @param replaces as of `OverrideStore.set`
 */
export async function putOverride(
  trx: Transaction<Tables>,
  override: StoredOverride,
  replaces?: number,
): Promise<OverridePut> {
  if (override.kind === 'lock') await forgetOtherLocks(trx, override)
  const created = (await update(trx, override, replaces)) ?? (await insert(trx, override, replaces))
  if (created !== undefined) return { kind: 'set', createdAt: created }
  const by = override.kind === 'lock' ? await otherLock(trx, override) : undefined
  if (by !== undefined) return { kind: 'locked', by }
  // Somebody else has set the same one between the two.
  const late = replaces === undefined ? await update(trx, override, replaces) : undefined
  return late === undefined ? { kind: 'changed' } : { kind: 'set', createdAt: late }
}

/** What is over stands in nobody's way. */
async function forgetOtherLocks(trx: Transaction<Tables>, override: StoredOverride): Promise<void> {
  const { teamId, service, signature, check, createdAt } = override
  await trx
    .deleteFrom('overrides')
    .where((eb) => eb.and({ team_id: teamId, service, signature, kind: 'lock' }))
    .where('template_check', '!=', check)
    .where('expires_at', '<=', createdAt)
    .execute()
}

/** Returns the time of the override, or `undefined` if there is none that may be replaced. */
async function update(
  trx: Transaction<Tables>,
  override: StoredOverride,
  replaces: number | undefined,
): Promise<number | undefined> {
  const { created_at: time, ...values } = valuesOf(override)
  const row = await trx
    .updateTable('overrides')
    // Never the same twice: it says which one a change replaces.
    .set({ ...values, created_at: laterThan('created_at', time) })
    .where((eb) => eb.and(keyOf(override)))
    .$if(replaces === 0, (query) => query.where('expires_at', '<=', time))
    .$if(replaces !== undefined && replaces > 0, (query) => query.where('created_at', '=', replaces!))
    .returning('created_at')
    .executeTakeFirst()
  return row?.created_at
}

async function insert(
  trx: Transaction<Tables>,
  override: StoredOverride,
  replaces: number | undefined,
): Promise<number | undefined> {
  if (replaces !== undefined && replaces > 0) return undefined
  const row = await trx
    .insertInto('overrides')
    .values({ ...keyOf(override), ...valuesOf(override) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('created_at')
    .executeTakeFirst()
  return row?.created_at
}

async function otherLock(
  trx: Transaction<Tables>,
  { teamId, service, signature, check }: StoredOverride,
): Promise<StoredOverride | undefined> {
  const row = await trx
    .selectFrom('overrides')
    .selectAll()
    .where((eb) => eb.and({ team_id: teamId, service, signature, kind: 'lock' }))
    .where('template_check', '!=', check)
    .executeTakeFirst()
  return row && overrideOf(row)
}

/** Returns a time, or the second after the one that there is: the later of both. */
export function laterThan(column: string, time: number) {
  const there = sql.ref(column)
  return sql<number>`CASE WHEN ${there} >= ${time} THEN ${there} + 1 ELSE ${time} END`
}

function keyOf({ teamId, service, signature, check, kind }: StoredOverride) {
  return { team_id: teamId, service, signature, template_check: check, kind }
}

function valuesOf({ rate, label, reason, createdAt, createdBy, expiresAt }: StoredOverride) {
  return {
    rate,
    label: label ?? '',
    reason,
    created_at: createdAt,
    created_by: createdBy,
    expires_at: expiresAt ?? null,
  } satisfies Partial<Insertable<Tables['overrides']>>
}

export function overrideOf(row: Tables['overrides']): StoredOverride {
  const { service, signature, kind, rate, label, reason } = row
  return {
    teamId: row.team_id,
    service,
    signature,
    check: row.template_check,
    kind,
    rate,
    ...(label !== '' && { label }),
    reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at ?? undefined,
  }
}
