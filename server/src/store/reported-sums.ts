import type { Kysely } from 'kysely'
import { KEEP_REASONS, keepReasonRow } from 'lipservice/protocol'
import type { ServiceKeeps, VersionSums } from './contracts/services.js'
import { bucketsOf, serviceSegmentsFor } from './segments.js'
import type { Period } from './store.js'
import { sumOf, totalsOf } from './sums.js'
import { COUNTS, type Resolution, SECONDS, type Tables } from './tables.js'

const VERSION_SUMS = ['reports', 'seconds', 'overhead_bytes', ...COUNTS] as const
/** Kept whatever a policy says. */
const GUARANTEED = KEEP_REASONS.filter((reason) => keepReasonRow(reason).guaranteed)

/** Returns the sums of a service's reports by the policy version that their senders had. */
export async function sumsByVersion(reader: Kysely<Tables>, serviceId: number, period: Period): Promise<VersionSums[]> {
  const minutes = bucketsIn(period, 'minute')
  const guaranteed = reader
    .selectFrom('version_minute_reasons')
    .select(['policy_version', sumOf('kept').as('guaranteed')])
    .where('bucket', 'in', minutes)
    .where('service_id', '=', serviceId)
    .where('reason', 'in', GUARANTEED)
    .groupBy('policy_version')
  const sums = reader
    .selectFrom('version_minutes')
    .select(['policy_version', ...VERSION_SUMS.map((name) => sumOf(name).as(name))])
    .where('bucket', 'in', minutes)
    .where('service_id', '=', serviceId)
    .groupBy('policy_version')
  // One statement, so that no flush comes between the two.
  const rows = await reader
    .selectFrom(sums.as('sums'))
    .leftJoin(guaranteed.as('kept_whole'), 'kept_whole.policy_version', 'sums.policy_version')
    .selectAll('sums')
    .select('kept_whole.guaranteed')
    .orderBy('sums.policy_version')
    .execute()
  return rows.map((row) => ({
    policyVersion: row.policy_version,
    reports: Number(row.reports),
    overheadBytes: Number(row.overhead_bytes),
    guaranteed: Number(row.guaranteed ?? 0),
    seconds: Number(row.seconds),
    ...totalsOf(row),
    // They come with the first part of a window, its patterns with all.
    errors: Math.min(totalsOf(row).errors, totalsOf(row).seen),
  }))
}

/** Returns the reasons that a service's records were kept or dropped for. */
export async function reasonsIn(reader: Kysely<Tables>, serviceId: number, period: Period): Promise<string[]> {
  const rows = await reader
    .selectFrom('service_hour_reasons')
    .select('reason')
    .distinct()
    .where('bucket', 'in', bucketsIn(period, 'hour'))
    .where('service_id', '=', serviceId)
    .execute()
  return rows.map(({ reason }) => reason)
}

interface Sums extends ServiceKeeps {
  overheadBytes: number
  readonly keptByReason: Map<string, number>
  readonly droppedByReason: Map<string, number>
}

/** Returns what the reports of services say as a whole, by the id of the service. */
export async function keepsOf(
  reader: Kysely<Tables>,
  serviceIds: readonly number[],
  period: Period,
): Promise<ReadonlyMap<number, ServiceKeeps>> {
  const ids = serviceIds.length === 0 ? [-1] : serviceIds
  const keeps = new Map<number, Sums>()
  for (const { resolution, first, until } of await serviceSegmentsFor(reader, period)) {
    const overheads = await reader
      .selectFrom(resolution === 'minute' ? 'version_minutes' : 'service_hours')
      .select(['service_id', sumOf('overhead_bytes').as('overhead_bytes')])
      .where('bucket', '>=', first)
      .where('bucket', '<', until)
      .where('service_id', 'in', ids)
      .groupBy('service_id')
      .execute()
    for (const { service_id, overhead_bytes } of overheads) {
      const sums = keeps.get(service_id) ?? { overheadBytes: 0, keptByReason: new Map(), droppedByReason: new Map() }
      sums.overheadBytes += Number(overhead_bytes)
      keeps.set(service_id, sums)
    }
    const reasons = await reader
      .selectFrom(resolution === 'minute' ? 'version_minute_reasons' : 'service_hour_reasons')
      .select(['service_id', 'reason', sumOf('kept').as('kept'), sumOf('dropped').as('dropped')])
      .where('bucket', '>=', first)
      .where('bucket', '<', until)
      .where('service_id', 'in', ids)
      .groupBy(['service_id', 'reason'])
      .execute()
    for (const { service_id, reason, kept, dropped } of reasons) {
      const sums = keeps.get(service_id)
      addTo(sums?.keptByReason, reason, Number(kept))
      addTo(sums?.droppedByReason, reason, Number(dropped))
    }
  }
  return keeps
}

function addTo(sums: Map<string, number> | undefined, reason: string, records: number): void {
  if (records > 0) sums?.set(reason, (sums.get(reason) ?? 0) + records)
}

function bucketsIn({ from, to }: Period, resolution: Resolution): number[] {
  const seconds = SECONDS[resolution]
  return bucketsOf({ resolution, first: Math.floor(from / seconds), until: Math.ceil(to / seconds) })
}
