import { type Kysely, sql } from 'kysely'
import type { CountVariance } from './contracts/patterns.js'
import { segmentsFor } from './segments.js'
import type { Period } from './store.js'
import { sumOf, sumsByPattern } from './sums.js'
import type { Tables } from './tables.js'

/** A sum over patterns, and not a row for each: a page asks for it every few seconds. */
export async function countVariances(
  reader: Kysely<Tables>,
  serviceIds: readonly number[],
  period: Period,
): Promise<Map<number, CountVariance>> {
  const sums = sumsByPattern(await segmentsFor(reader, period, 'hour'), serviceIds, ['seen', 'kept'])
  // What was kept can be more than what was seen where they came in two reports.
  const { rows } = await sql<{ service_id: number; variance: number; seen: number }>`
    SELECT service_id, sum(CASE WHEN kept < seen THEN seen * (seen - kept) / kept ELSE 0 END) AS variance, ${sumOf('seen')} AS seen
    FROM (${sums}) c WHERE kept > 0 GROUP BY service_id`.execute(reader)
  return new Map(
    rows.map(({ service_id, variance, seen }) => [service_id, { variance: Number(variance), seen: Number(seen) }]),
  )
}
