import { type Kysely, sql, type Transaction } from 'kysely'
import { type EpochSeconds, yieldToEventLoop } from '../internal/clock.js'
import type { Engine } from './engine.js'
import { NONE_SEEN, type SeenSequences } from './seen-sequences.js'
import type { PendingReport } from './store.js'
import { COUNTS, SECONDS, type Tables } from './tables.js'

const ROWS_PER_STATEMENT = 1_000
const BYTES = COUNTS.indexOf('bytes')

export const instanceKey = ({ serviceId, instanceId }: PendingReport) => keyOf(serviceId, instanceId)
const keyOf = (serviceId: number, instanceId: string) => `${serviceId} ${instanceId}`

/** Returns what each instance has counted, locked until the transaction ends. */
export async function lockInstances(
  engine: Pick<Engine, 'locksRows'>,
  trx: Transaction<Tables>,
  reports: readonly PendingReport[],
): Promise<Map<string, SeenSequences>> {
  const instances = new Map<string, PendingReport>()
  for (const report of reports) instances.set(keyOf(report.serviceId, report.instanceId), report)
  // All replicas write in one order, so that they cannot deadlock.
  const sorted = [...instances.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => report)
  const seen = new Map<string, SeenSequences>()
  for (let at = 0; at < sorted.length; at += ROWS_PER_STATEMENT) {
    const chunk = sorted.slice(at, at + ROWS_PER_STATEMENT)
    await trx
      .insertInto('instances')
      .values(
        chunk.map(({ serviceId, instanceId, receivedAt: time }) => ({
          service_id: serviceId,
          instance_id: instanceId,
          high: NONE_SEEN.high,
          recent: '0',
          first_seen: time,
          last_seen: time,
          sdk: null,
          service_version: null,
          policy_version: null,
          mode: null,
          host: null,
          pod: null,
          seconds: 0,
          bytes_per_second: null,
        })),
      )
      .onConflict((conflict) => conflict.columns(['service_id', 'instance_id']).doNothing())
      .execute()
    const rows = await trx
      .selectFrom('instances')
      .select(['service_id', 'instance_id', 'high', 'recent'])
      .where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('service_id', 'instance_id'),
          'in',
          chunk.map(({ serviceId, instanceId }) => tuple(serviceId, instanceId)),
        ),
      )
      .orderBy('service_id')
      .orderBy('instance_id')
      .$if(engine.locksRows, (query) => query.forUpdate())
      .execute()
    for (const { service_id, instance_id, high, recent } of rows) {
      seen.set(keyOf(service_id, instance_id), { high, recent: BigInt(`0x${recent}`) })
    }
  }
  return seen
}

/** What an instance reported in one flush: the newest report, and the sums of all. */
export class InstanceTraffic {
  newest: PendingReport
  #seconds = 0
  #bytes = 0

  constructor(report: PendingReport) {
    this.newest = report
  }

  add(report: PendingReport): void {
    this.newest = report
    this.#seconds += report.seconds
    for (let at = BYTES; at < report.counts.length; at += COUNTS.length) this.#bytes += report.counts[at]!
  }

  /** How long it counted; 0: it did not say. */
  get seconds(): number {
    return this.#seconds
  }

  get bytesPerSecond(): number | null {
    return this.#seconds === 0 ? null : this.#bytes / this.#seconds
  }
}

export async function writeInstances(
  trx: Transaction<Tables>,
  instances: ReadonlyMap<string, InstanceTraffic>,
  seen: ReadonlyMap<string, SeenSequences>,
): Promise<void> {
  const rows = [...instances.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { newest: report, seconds, bytesPerSecond }]) => ({
      service_id: report.serviceId,
      instance_id: report.instanceId,
      high: seen.get(key)!.high,
      recent: seen.get(key)!.recent.toString(16),
      first_seen: report.receivedAt,
      last_seen: report.receivedAt,
      sdk: report.sdk ?? null,
      service_version: report.serviceVersion ?? null,
      policy_version: report.policyVersion ?? null,
      mode: report.mode ?? null,
      host: report.host ?? null,
      pod: report.pod ?? null,
      seconds,
      bytes_per_second: bytesPerSecond,
    }))
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    await trx
      .insertInto('instances')
      .values(rows.slice(at, at + ROWS_PER_STATEMENT))
      .onConflict((conflict) =>
        conflict.columns(['service_id', 'instance_id']).doUpdateSet((eb) => ({
          high: eb.ref('excluded.high'),
          recent: eb.ref('excluded.recent'),
          last_seen: eb.ref('excluded.last_seen'),
          sdk: eb.ref('excluded.sdk'),
          service_version: eb.ref('excluded.service_version'),
          policy_version: eb.ref('excluded.policy_version'),
          mode: eb.ref('excluded.mode'),
          host: eb.ref('excluded.host'),
          pod: eb.ref('excluded.pod'),
          seconds: sql<number>`CASE WHEN excluded.seconds = 0 THEN instances.seconds ELSE excluded.seconds END`,
          bytes_per_second: sql<number | null>`CASE
            WHEN excluded.bytes_per_second IS NULL THEN instances.bytes_per_second
            WHEN instances.bytes_per_second IS NULL THEN excluded.bytes_per_second
            ELSE (instances.bytes_per_second + excluded.bytes_per_second) / 2 END`,
        })),
      )
      .execute()
  }
  const services = new Map<number, number>()
  for (const { service_id, last_seen } of rows) {
    services.set(service_id, Math.max(services.get(service_id) ?? 0, last_seen))
  }
  for (const [id, time] of [...services].toSorted(([a], [b]) => a - b)) {
    await trx
      .updateTable('services')
      .set({ last_seen: time })
      .where('id', '=', id)
      .where('last_seen', '<', time)
      .execute()
  }
}

/** An instance leaves after it was silent for as long as it reported, within these bounds. */
const MIN_SILENT_SECONDS = 2 * SECONDS.day
const MAX_SILENT_SECONDS = 30 * SECONDS.day
const ROWS_PER_DELETE = 5_000

/** Lets instances go that are over. Until then a repeated report is known. */
export async function forgetInstances(db: Kysely<Tables>, now: EpochSeconds): Promise<void> {
  for (;;) {
    const { numAffectedRows = 0n } = await sql`DELETE FROM instances WHERE (service_id, instance_id) IN
      (SELECT service_id, instance_id FROM instances WHERE last_seen <= ${now - MIN_SILENT_SECONDS}
        AND (last_seen <= ${now - MAX_SILENT_SECONDS} OR ${now} - last_seen >= last_seen - first_seen)
        LIMIT ${ROWS_PER_DELETE})`.execute(db)
    await yieldToEventLoop()
    if (numAffectedRows < ROWS_PER_DELETE) return
  }
}
