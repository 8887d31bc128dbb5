import { type RawBuilder, sql } from 'kysely'
import { yieldToEventLoop } from '../internal/clock.js'
import { audited } from './audited.js'
import { type NamedTemplate, REMOVED_TEMPLATE } from './contracts/patterns.js'
import { countVariances } from './count-variances.js'
import type { Engine } from './engine.js'
import { removeTemplate } from './remove-template.js'
import { segmentsFor } from './segments.js'
import type { PatternQuery, PatternRow, PatternSort, PatternStore, Period } from './store.js'
import { type CountRow, sumOf, sumsByPattern, totalsOf } from './sums.js'
import { COUNTS, type Tables } from './tables.js'

const KEYS_PER_STATEMENT = 1_000

/** What each sort goes by. `rate`: the part that was kept; of what was not seen, none. */
const ORDERS: Readonly<Record<PatternSort, RawBuilder<unknown>>> = {
  seen: sql.ref('seen'),
  kept: sql.ref('kept'),
  bytes: sql.ref('bytes'),
  kept_bytes: sql.ref('kept_bytes'),
  errors: sql.ref('errors'),
  first_seen: sql.ref('first_seen'),
  last_seen: sql.ref('last_seen'),
  template: sql.ref('template'),
  saved: sql`coalesce(c.bytes, 0) - coalesce(c.kept_bytes, 0)`,
  rate: sql`CASE WHEN coalesce(c.seen, 0) = 0 THEN 0 ELSE 1.0 * c.kept / c.seen END`,
}

/** Sums of all rows that fit, whichever page is asked for. */
const SUMS_OF_ALL = sql.join(COUNTS.map((name) => sql`${sumOf(`c.${name}`)} OVER () AS ${sql.ref(`all_${name}`)}`))

const SIGNATURES_PER_STATEMENT = 1_000

type ListRow = Tables['patterns'] &
  CountRow & { service: string; total: number } & Record<`all_${Count}`, number | null>
type Count = (typeof COUNTS)[number]

export function createPatternStore({ db, reader }: Engine): PatternStore {
  async function servicesOf(teamId: number, name?: string): Promise<number[]> {
    const rows = await reader
      .selectFrom('services')
      .select('id')
      .where('team_id', '=', teamId)
      .$if(name !== undefined, (query) => query.where('name', '=', name!))
      .execute()
    return rows.map(({ id }) => id)
  }
  const sumsOf = async (ids: readonly number[], period: Period) =>
    sumsByPattern(await segmentsFor(reader, period, 'hour'), ids)

  return {
    async known(serviceId) {
      const rows = await reader.selectFrom('patterns').selectAll().where('service_id', '=', serviceId).execute()
      return rows.map((row) => ({ serviceId, ...patternOf(row) }))
    },

    removeTemplate(place, entry) {
      return audited(db, [entry], (trx) => removeTemplate(trx, place))
    },
    async isKnown({ teamId, service, signature, check }) {
      const row = await reader
        .selectFrom('patterns')
        .innerJoin('services', 'services.id', 'patterns.service_id')
        .select('signature')
        .where('services.team_id', '=', teamId)
        .where('services.name', '=', service)
        .where('signature', '=', signature)
        .$if(check !== undefined, (query) => query.where('template_check', '=', check!))
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },

    async list(query) {
      const ids = await servicesOf(query.teamId, query.service)
      if (ids.length === 0) return { total: 0, sums: totalsOf(undefined), patterns: [] }
      const direction = query.descending ? sql`DESC` : sql`ASC`
      const { rows } = await sql<ListRow>`
        SELECT p.*, s.name AS service, coalesce(c.seen, 0) AS seen, coalesce(c.kept, 0) AS kept, coalesce(c.bytes, 0) AS bytes,
          coalesce(c.kept_bytes, 0) AS kept_bytes, coalesce(c.errors, 0) AS errors, count(*) OVER () AS total, ${SUMS_OF_ALL}
        FROM patterns p JOIN services s ON s.id = p.service_id
        LEFT JOIN (${await sumsOf(ids, query.period)}) c ON c.service_id = p.service_id AND c.pattern = p.pattern
        WHERE p.service_id IN (${sql.join(ids)}) AND ${conditionsOf(query)}
        ORDER BY ${ORDERS[query.sort]} ${direction}, p.signature, p.template_check, p.service_id
        LIMIT ${query.limit} OFFSET ${query.offset}`.execute(reader)
      return {
        total: Number(rows[0]?.total ?? 0),
        sums: sumsOfAll(rows[0]),
        patterns: rows.map((row) => ({
          serviceId: row.service_id,
          service: row.service,
          ...patternOf(row),
          ...totalsOf(row),
        })),
      }
    },

    async acrossServices(teamId, period, limit) {
      const ids = await servicesOf(teamId)
      if (ids.length === 0) return []
      const { rows } = await sql<
        CountRow & {
          signature: string
          template_check: string
          template: string
          class: string
          services: number
        }
      >`
        SELECT p.signature, p.template_check, min(p.template) AS template, min(p.class) AS class, count(*) AS services, ${sumOf('c.seen')} AS seen,
          ${sumOf('c.kept')} AS kept, ${sumOf('c.bytes')} AS bytes, ${sumOf('c.kept_bytes')} AS kept_bytes, ${sumOf('c.errors')} AS errors
        FROM patterns p JOIN (${await sumsOf(ids, period)}) c ON c.service_id = p.service_id AND c.pattern = p.pattern
        GROUP BY p.signature, p.template_check ORDER BY ${sumOf('c.bytes')} DESC, p.signature, p.template_check LIMIT ${limit}`.execute(
        reader,
      )
      return rows.map((row) => ({
        signature: row.signature,
        check: row.template_check,
        template: row.template,
        class: row.class,
        services: Number(row.services),
        ...totalsOf(row),
      }))
    },

    async totals(teamId, period) {
      const { rows } = await sql<CountRow>`
        SELECT ${sql.join(COUNTS.map((name) => sql`${sumOf(name)} AS ${sql.ref(name)}`))}
        FROM (${await sumsOf(await servicesOf(teamId), period)}) c`.execute(reader)
      return totalsOf(rows[0])
    },

    variances: (serviceIds, period) => countVariances(reader, serviceIds, period),

    async templates(serviceId, limit) {
      const rows = await reader
        .selectFrom('patterns')
        .select('template')
        .where('service_id', '=', serviceId)
        .orderBy('last_seen', 'desc')
        .orderBy('signature')
        .limit(limit)
        .execute()
      return rows.map(({ template }) => template)
    },

    async named(teamId, service, signatures) {
      const found: NamedTemplate[] = []
      for (let at = 0; at < signatures.length; at += SIGNATURES_PER_STATEMENT) {
        const rows = await reader
          .selectFrom('patterns')
          .innerJoin('services', 'services.id', 'patterns.service_id')
          .select(['signature', 'template_check as check', 'template'])
          .where('services.team_id', '=', teamId)
          .where('services.name', '=', service)
          .where('signature', 'in', signatures.slice(at, at + SIGNATURES_PER_STATEMENT))
          .orderBy('signature')
          .orderBy('template_check')
          .execute()
        found.push(...rows)
      }
      return found
    },

    async checks(teamId, service) {
      const rows = await reader
        .selectFrom('patterns')
        .innerJoin('services', 'services.id', 'patterns.service_id')
        .select(['signature', 'template_check'])
        .where('services.team_id', '=', teamId)
        .where('services.name', '=', service)
        .where('template_check', '!=', '')
        .orderBy('patterns.first_seen')
        .orderBy('template_check')
        .execute()
      const checks = new Map<string, string[]>()
      for (const { signature, template_check: check } of rows) {
        const known = checks.get(signature)
        if (known === undefined) checks.set(signature, [check])
        else known.push(check)
      }
      return checks
    },

    async activity(serviceId, period, limit) {
      const { rows } = await sql<Tables['patterns'] & CountRow>`
        SELECT p.*, c.seen, c.kept, c.bytes, c.kept_bytes, c.errors
        FROM (${sumsByPattern(await segmentsFor(reader, period, 'minute'), [serviceId])}) c
        JOIN patterns p ON p.service_id = c.service_id AND p.pattern = c.pattern
        ORDER BY c.bytes DESC, p.signature, p.template_check LIMIT ${limit}`.execute(reader)
      return rows.map((row) => ({ ...patternOf(row), ...totalsOf(row) }))
    },

    async ofClass(serviceId, classes, limit) {
      const rows = await reader
        .selectFrom('patterns')
        .select(['signature', 'template_check as check'])
        .where('service_id', '=', serviceId)
        .where('class', 'in', classes)
        .orderBy('last_seen', 'desc')
        .orderBy('pattern')
        .limit(limit)
        .execute()
      return rows
    },

    async forget(serviceId, keys, unseenSince) {
      const gone: string[] = []
      for (let at = 0; at < keys.length; at += KEYS_PER_STATEMENT) {
        const some = keys.slice(at, at + KEYS_PER_STATEMENT)
        const rows = await db
          .deleteFrom('patterns')
          .where('service_id', '=', serviceId)
          .where('pattern', 'in', some)
          .where('last_seen', '<', unseenSince)
          .where('template', '!=', REMOVED_TEMPLATE)
          .returning('pattern')
          .execute()
        // The row says that a person took the text out: it must not come back with the pattern.
        const kept = await db
          .selectFrom('patterns')
          .select('pattern')
          .where('service_id', '=', serviceId)
          .where('pattern', 'in', some)
          .where('last_seen', '<', unseenSince)
          .where('template', '=', REMOVED_TEMPLATE)
          .execute()
        gone.push(...[...rows, ...kept].map(({ pattern }) => pattern))
        await yieldToEventLoop()
      }
      return gone
    },

    async newIn({ from, to }, limit) {
      const rows = await reader
        .selectFrom('patterns')
        .innerJoin('services', 'services.id', 'patterns.service_id')
        .select(['service_id', 'pattern', 'severity', 'patterns.first_seen'])
        .select('services.first_seen as service_first_seen')
        .where('patterns.first_seen', '>=', from)
        .where('patterns.first_seen', '<', to)
        .orderBy('patterns.first_seen')
        .orderBy('patterns.pattern')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        serviceId: row.service_id,
        key: row.pattern,
        severity: row.severity,
        firstSeen: row.first_seen,
        serviceFirstSeen: row.service_first_seen,
      }))
    },
  }
}

function sumsOfAll(row: ListRow | undefined) {
  return totalsOf(row && (Object.fromEntries(COUNTS.map((name) => [name, row[`all_${name}`]])) as unknown as CountRow))
}

function conditionsOf(query: PatternQuery): RawBuilder<unknown> {
  const { search, classes, severities, newIn, newSince, signature, check, only } = query
  const all = [sql`1 = 1`]
  if (search !== undefined) {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    all.push(sql`(lower(p.template) LIKE ${pattern} ESCAPE '\\' OR p.signature LIKE ${pattern.slice(1)} ESCAPE '\\')`)
  }
  if (classes !== undefined) all.push(sql`p.class IN (${sql.join(classes)})`)
  if (newIn !== undefined) all.push(sql`p.first_version = ${newIn}`)
  if (newSince !== undefined) all.push(sql`p.first_seen >= ${newSince}`)
  if (severities !== undefined) all.push(sql`p.severity IN (${sql.join(severities)})`)
  if (only?.kind === 'thinned') all.push(sql`c.kept < c.seen`)
  if (only?.kind === 'fixed')
    all.push(sql`EXISTS (SELECT 1 FROM overrides o WHERE o.team_id = ${query.teamId} AND o.service = s.name
      AND o.signature = p.signature AND o.template_check IN ('', p.template_check)
      AND (o.expires_at IS NULL OR o.expires_at > ${only.at}))`)
  if (signature !== undefined) all.push(sql`p.signature = ${signature}`)
  if (check !== undefined) all.push(sql`p.template_check = ${check}`)
  return sql.join(all, sql` AND `)
}

function patternOf(row: Tables['patterns']): Omit<PatternRow, 'serviceId'> {
  return {
    key: row.pattern,
    signature: row.signature,
    check: row.template_check,
    template: row.template,
    severity: row.severity,
    class: row.class,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    firstVersion: row.first_version ?? undefined,
    ...(row.call_site !== '' && { callSite: row.call_site }),
  }
}
