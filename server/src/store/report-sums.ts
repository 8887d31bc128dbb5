import type { Transaction } from 'kysely'
import type { PendingReport } from './store.js'
import { COUNTS, KEPT_REASONS, SECONDS, type Tables } from './tables.js'

const CHUNK = 1_000
const SUMMED = ['overhead_bytes', ...KEPT_REASONS] as const

/** What reports say besides their patterns: whole, in the minute they came. */
export class ReportSums {
  readonly #versions = new Map<string, Tables['version_minutes']>()
  readonly #hours = new Map<string, Tables['service_hours']>()

  add({ serviceId, at, policyVersion = 0, counts, keptByReason, overheadBytes }: PendingReport): void {
    const row = this.#version(Math.floor(at / SECONDS.minute), serviceId, policyVersion)
    row.reports++
    for (let i = 0; i < counts.length; i += COUNTS.length) {
      row.seen += counts[i]!
      row.kept += counts[i + 1]!
      row.bytes += counts[i + 2]!
      row.kept_bytes += counts[i + 3]!
      row.errors += counts[i + 4]!
    }
    row.overhead_bytes += overheadBytes
    const hour = this.#hour(Math.floor(at / SECONDS.hour), serviceId)
    hour.overhead_bytes += overheadBytes
    for (const reason of KEPT_REASONS) hour[reason] += keptByReason?.[reason] ?? 0
  }

  async write(trx: Transaction<Tables>): Promise<void> {
    const versions = sorted(this.#versions)
    for (let at = 0; at < versions.length; at += CHUNK) {
      await trx
        .insertInto('version_minutes')
        .values(versions.slice(at, at + CHUNK))
        .onConflict((conflict) =>
          conflict.columns(['bucket', 'service_id', 'policy_version']).doUpdateSet((eb) => ({
            reports: eb('version_minutes.reports', '+', eb.ref('excluded.reports')),
            seen: eb('version_minutes.seen', '+', eb.ref('excluded.seen')),
            kept: eb('version_minutes.kept', '+', eb.ref('excluded.kept')),
            bytes: eb('version_minutes.bytes', '+', eb.ref('excluded.bytes')),
            kept_bytes: eb('version_minutes.kept_bytes', '+', eb.ref('excluded.kept_bytes')),
            errors: eb('version_minutes.errors', '+', eb.ref('excluded.errors')),
            overhead_bytes: eb('version_minutes.overhead_bytes', '+', eb.ref('excluded.overhead_bytes')),
          })),
        )
        .execute()
    }
    const hours = sorted(this.#hours)
    for (let at = 0; at < hours.length; at += CHUNK) {
      await trx
        .insertInto('service_hours')
        .values(hours.slice(at, at + CHUNK))
        .onConflict((conflict) =>
          conflict
            .columns(['bucket', 'service_id'])
            .doUpdateSet((eb) =>
              Object.fromEntries(
                SUMMED.map((name) => [name, eb(`service_hours.${name}`, '+', eb.ref(`excluded.${name}`))]),
              ),
            ),
        )
        .execute()
    }
  }

  #version(bucket: number, service_id: number, policy_version: number): Tables['version_minutes'] {
    const key = `${bucket} ${service_id} ${policy_version}`
    let row = this.#versions.get(key)
    if (row === undefined) {
      const sums = { seen: 0, kept: 0, bytes: 0, kept_bytes: 0, errors: 0 }
      row = { bucket, service_id, policy_version, reports: 0, overhead_bytes: 0, ...sums }
      this.#versions.set(key, row)
    }
    return row
  }

  #hour(bucket: number, service_id: number): Tables['service_hours'] {
    const key = `${bucket} ${service_id}`
    let row = this.#hours.get(key)
    if (row === undefined) {
      const none = Object.fromEntries(SUMMED.map((name) => [name, 0])) as Record<(typeof SUMMED)[number], number>
      row = { bucket, service_id, ...none }
      this.#hours.set(key, row)
    }
    return row
  }
}

/** In one order everywhere, so that replicas wait for each other and never in a ring. */
function sorted<Row>(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
