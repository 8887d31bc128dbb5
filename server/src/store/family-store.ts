import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { EpochSeconds } from '../internal/clock.js'
import { type FamilyStore, MAX_EXEMPT, MAX_FAMILIES, type ToldFamily } from './contracts/families.js'
import type { Engine } from './engine.js'
import type { PendingReport } from './store.js'
import type { Tables } from './tables.js'

const KEY_BYTES = 12
/** First half of the keys of advisory locks, which the whole database shares. */
const LOCKS = 0x6c69_7066
const SEPARATOR = ','

export function createFamilyStore({ reader }: Pick<Engine, 'reader'>): FamilyStore {
  return {
    async of(serviceId) {
      const rows = await reader
        .selectFrom('word_families')
        .selectAll()
        .where('service_id', '=', serviceId)
        .orderBy('first_told')
        .orderBy('family')
        .limit(MAX_FAMILIES)
        .execute()
      return rows.map(({ template, severity, exempt, first_told, last_told }) => ({
        template,
        severity,
        exempt: namesIn(exempt),
        firstTold: first_told,
        lastTold: last_told,
      }))
    },
    async hasAny(serviceId) {
      const row = await reader
        .selectFrom('word_families')
        .select('family')
        .where('service_id', '=', serviceId)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

interface Told {
  readonly family: ToldFamily
  readonly exempt: Set<string>
  at: EpochSeconds
}

/** What the reports of one flush tell of word families: of each service as many as it may have, the latest. */
export class ToldFamilies {
  readonly #services = new Map<number, Map<string, Told>>()

  add({ serviceId, families = [], receivedAt }: PendingReport): void {
    if (families.length === 0) return
    const known = this.#services.get(serviceId) ?? new Map<string, Told>()
    this.#services.set(serviceId, known)
    for (const family of families) {
      const key = keyOf(family)
      const told = known.get(key) ?? { family, exempt: new Set<string>(), at: receivedAt }
      told.at = Math.max(told.at, receivedAt)
      addUpToBound(told.exempt, family.exempt)
      known.delete(key)
      known.set(key, told)
    }
    for (const oldest of known.keys()) {
      if (known.size <= MAX_FAMILIES) break
      known.delete(oldest)
    }
  }

  /** All replicas write in one order, and one at a time for a service. */
  async write({ locksRows }: Pick<Engine, 'locksRows'>, trx: Transaction<Tables>): Promise<void> {
    for (const [id, told] of [...this.#services].toSorted(([a], [b]) => a - b)) {
      if (locksRows) await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCKS)}, ${id}::int)`.execute(trx)
      await writeFamilies(trx, id, told)
    }
  }
}

async function writeFamilies(trx: Transaction<Tables>, id: number, told: ReadonlyMap<string, Told>): Promise<void> {
  const rows = await trx
    .insertInto('word_families')
    .values(
      [...told].map(
        ([
          family,
          {
            family: { template, severity },
            at,
          },
        ]) => ({
          service_id: id,
          family,
          template,
          severity,
          exempt: '',
          first_told: at,
          last_told: at,
        }),
      ),
    )
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'family']).doUpdateSet({
        last_told: sql<number>`CASE WHEN excluded.last_told > word_families.last_told
          THEN excluded.last_told ELSE word_families.last_told END`,
      }),
    )
    .returning(['family', 'exempt'])
    .execute()
  for (const { family, exempt } of rows) {
    const names = new Set(namesIn(exempt))
    const before = names.size
    addUpToBound(names, told.get(family)!.exempt)
    if (names.size === before) continue
    await trx
      .updateTable('word_families')
      .set({ exempt: [...names].join(SEPARATOR) })
      .where('service_id', '=', id)
      .where('family', '=', family)
      .execute()
  }
  const { n } = await trx
    .selectFrom('word_families')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('service_id', '=', id)
    .executeTakeFirstOrThrow()
  if (Number(n) <= MAX_FAMILIES) return
  await trx
    .deleteFrom('word_families')
    .where('service_id', '=', id)
    .where('family', 'in', (eb) =>
      eb
        .selectFrom('word_families')
        .select('family')
        .where('service_id', '=', id)
        .orderBy('last_told')
        .orderBy('family')
        .limit(Number(n) - MAX_FAMILIES),
    )
    .execute()
}

function keyOf({ template, severity }: ToldFamily): string {
  return createHash('sha256').update(`${severity} ${template}`).digest().toString('base64url', 0, KEY_BYTES)
}

function addUpToBound(names: Set<string>, more: Iterable<string>): void {
  for (const name of more) {
    if (names.size > MAX_EXEMPT) return
    names.add(name)
  }
}

function namesIn(exempt: string): string[] {
  return exempt === '' ? [] : exempt.split(SEPARATOR)
}
