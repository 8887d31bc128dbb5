import type { Transaction } from 'kysely'
import type { Delivery, ReportCounts } from './contracts/counters.js'
import type { PendingReport } from './store.js'
import { SumRows } from './sum-rows.js'
import { COUNTS, type CounterTable, DELIVERIES, SAID, SECONDS, type Tables } from './tables.js'

type Counts = Record<(typeof COUNTS)[number], number>
type Deliveries = Partial<Record<(typeof DELIVERIES)[number], number>>
type Said = Partial<Record<(typeof SAID)[number], number>>

/** What reports say besides their patterns: whole, in the minute they came. */
export class ReportSums {
  readonly #versions = new SumRows(
    'version_minutes',
    ['bucket', 'service_id', 'policy_version'],
    ['reports', 'seconds', 'overhead_bytes', ...COUNTS, ...DELIVERIES, ...SAID],
  )
  readonly #versionReasons = new SumRows(
    'version_minute_reasons',
    ['bucket', 'service_id', 'policy_version', 'reason'],
    ['kept', 'dropped'],
  )
  readonly #hours = new SumRows(
    'service_hours',
    ['bucket', 'service_id'],
    ['overhead_bytes', ...COUNTS, ...DELIVERIES, ...SAID],
  )
  readonly #hourReasons = new SumRows('service_hour_reasons', ['bucket', 'service_id', 'reason'], ['kept', 'dropped'])

  add(report: PendingReport): void {
    const {
      serviceId,
      at,
      policyVersion = 0,
      counts,
      keptByReason,
      droppedByReason = [],
      overheadBytes,
      seconds,
      delivery,
    } = report
    const sums = sumOfPatterns(counts)
    const key = { bucket: Math.floor(at / SECONDS.minute), service_id: serviceId, policy_version: policyVersion }
    // Where a client says no reasons, errors are what is known.
    const kept = keptByReason ?? [['error', sums.errors] as const]
    const said = { ...errorsOf(report, sums.errors), ...deliveriesOf(delivery), ...shadowOf(report) }
    const all = { ...sums, ...said, reports: 1, seconds, overhead_bytes: overheadBytes }
    this.#add(key, all, kept, droppedByReason)
  }

  /** Counts that no report brought: of no policy, and no reason is known of them but errors. */
  addMinutes(rows: readonly CounterTable[], overheadPerRecord: number): void {
    for (const { bucket, service_id, pattern: _, ...counts } of rows) {
      const overhead_bytes = Math.round(counts.kept * overheadPerRecord)
      this.#add(
        { bucket, service_id, policy_version: 0 },
        { ...counts, overhead_bytes, unsaid_errors: counts.errors },
        [['error', counts.errors]],
        [],
      )
    }
  }

  /** All replicas write in one order, so that they cannot deadlock. */
  async write(trx: Transaction<Tables>): Promise<void> {
    for (const rows of [this.#versions, this.#versionReasons, this.#hours, this.#hourReasons]) await rows.write(trx)
  }

  #add(
    key: Readonly<Record<'bucket' | 'service_id' | 'policy_version', number>>,
    sums: Counts & Deliveries & Said & { overhead_bytes: number; reports?: number; seconds?: number },
    keptByReason: Iterable<readonly [string, number]>,
    droppedByReason: Iterable<readonly [string, number]>,
  ): void {
    const { bucket, service_id } = key
    const hour = { bucket: Math.floor((bucket * SECONDS.minute) / SECONDS.hour), service_id }
    this.#versions.add(key, sums)
    this.#hours.add(hour, sums)
    const addReason = (reason: string, records: { kept: number } | { dropped: number }) => {
      this.#versionReasons.add({ ...key, reason }, records)
      this.#hourReasons.add({ ...hour, reason }, records)
    }
    for (const [reason, kept] of keptByReason) if (kept > 0) addReason(reason, { kept })
    for (const [reason, dropped] of droppedByReason) if (dropped > 0) addReason(reason, { dropped })
  }
}

function deliveriesOf(delivery: Delivery | undefined): Deliveries {
  if (delivery === undefined) return {}
  const { delivered, deliveredBytes, refused, lost } = delivery
  return { delivered, delivered_bytes: deliveredBytes, refused, lost }
}

/** A fleet has millions of them a minute: no object is made for each. */
function sumOfPatterns(counts: ReportCounts): Counts {
  let [seen, kept, bytes, kept_bytes, errors] = [0, 0, 0, 0, 0]
  for (let i = 0; i < counts.length; i += COUNTS.length) {
    seen += counts[i]!
    kept += counts[i + 1]!
    bytes += counts[i + 2]!
    kept_bytes += counts[i + 3]!
    errors += counts[i + 4]!
  }
  return { seen, kept, bytes, kept_bytes, errors }
}

/** @param ofPatterns records of ERROR and above: what is known where a report does not say which are errors */
function errorsOf({ errors }: PendingReport, ofPatterns: number): Said & { errors: number } {
  if (errors === undefined) return { errors: ofPatterns, unsaid_errors: ofPatterns }
  return { errors: errors.seen, kept_errors: errors.kept }
}

function shadowOf({ shadowDropped }: PendingReport): Said {
  if (shadowDropped === undefined) return {}
  return { shadow_dropped: shadowDropped.records, shadow_dropped_bytes: shadowDropped.bytes }
}
