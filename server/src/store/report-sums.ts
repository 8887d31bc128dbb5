import type { Transaction } from 'kysely'
import type { PendingReport } from './store.js'
import { COUNTS, type CounterTable, KEPT_REASONS, type KeptReason, SECONDS, type Tables } from './tables.js'

const CHUNK = 1_000
const OF_HOUR = ['overhead_bytes', ...KEPT_REASONS] as const
const OF_VERSION = ['reports', 'seconds', ...COUNTS, ...OF_HOUR] as const

/** What reports say besides their patterns: whole, in the minute they came. */
export class ReportSums {
  readonly #versions = new Map<string, Tables['version_minutes']>()
  readonly #hours = new Map<string, Tables['service_hours']>()

  add({ serviceId, at, policyVersion = 0, counts, keptByReason, overheadBytes, seconds }: PendingReport): void {
    const row = this.#version(Math.floor(at / SECONDS.minute), serviceId, policyVersion)
    const errorsBefore = row.errors
    row.reports++
    row.seconds += seconds
    for (let i = 0; i < counts.length; i += COUNTS.length) {
      row.seen += counts[i]!
      row.kept += counts[i + 1]!
      row.bytes += counts[i + 2]!
      row.kept_bytes += counts[i + 3]!
      row.errors += counts[i + 4]!
    }
    // Where a client says no reasons, errors are what is known.
    const reasons: Partial<Record<KeptReason, number>> = keptByReason ?? { error: row.errors - errorsBefore }
    for (const sums of [row, this.#hour(Math.floor(at / SECONDS.hour), serviceId)]) {
      sums.overhead_bytes += overheadBytes
      for (const reason of KEPT_REASONS) sums[reason] += reasons[reason] ?? 0
    }
  }

  /** Counts that no report brought: of no policy, and no reason is known of them but errors. */
  addMinutes(rows: readonly CounterTable[], overheadPerRecord: number): void {
    for (const counts of rows) {
      const row = this.#version(counts.bucket, counts.service_id, 0)
      for (const name of COUNTS) row[name] += counts[name]
      const hour = this.#hour(Math.floor((counts.bucket * SECONDS.minute) / SECONDS.hour), counts.service_id)
      for (const sums of [row, hour]) {
        sums.overhead_bytes += Math.round(counts.kept * overheadPerRecord)
        sums.error += counts.errors
      }
    }
  }

  async write(trx: Transaction<Tables>): Promise<void> {
    const versions = sorted(this.#versions)
    for (let at = 0; at < versions.length; at += CHUNK) {
      await trx
        .insertInto('version_minutes')
        .values(versions.slice(at, at + CHUNK))
        .onConflict((conflict) =>
          conflict
            .columns(['bucket', 'service_id', 'policy_version'])
            .doUpdateSet((eb) =>
              Object.fromEntries(
                OF_VERSION.map((name) => [name, eb(`version_minutes.${name}`, '+', eb.ref(`excluded.${name}`))]),
              ),
            ),
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
                OF_HOUR.map((name) => [name, eb(`service_hours.${name}`, '+', eb.ref(`excluded.${name}`))]),
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
      row = { bucket, service_id, policy_version, ...noneOf(OF_VERSION) }
      this.#versions.set(key, row)
    }
    return row
  }

  #hour(bucket: number, service_id: number): Tables['service_hours'] {
    const key = `${bucket} ${service_id}`
    let row = this.#hours.get(key)
    if (row === undefined) {
      row = { bucket, service_id, ...noneOf(OF_HOUR) }
      this.#hours.set(key, row)
    }
    return row
  }
}

function noneOf<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
}

/** In one order everywhere, so that replicas wait for each other and never in a ring. */
function sorted<Row>(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
