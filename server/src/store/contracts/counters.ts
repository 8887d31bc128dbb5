import type { Resolution } from '../tables.js'
import type { AuditEntry } from './audit.js'
import type { ToldFamily } from './families.js'
import type { PatternRow } from './patterns.js'
import type { Period, Totals } from './totals.js'

/** Five whole numbers a pattern, in the order of `COUNTS`. A fleet's are a large part of a server's memory: most are of four bytes. */
export type ReportCounts = Uint32Array | Float64Array

/** One accepted report, as it waits for the next flush. */
export interface PendingReport {
  readonly serviceId: number
  readonly instanceId: string
  readonly sequence: number
  /** Clamped time of the report. */
  readonly at: number
  /** When the server got it, by its own clock. */
  readonly receivedAt: number
  /** Its counts are spread over the minutes since then. */
  readonly from: number
  /** How long the instance counted for it; 0: it did not say. */
  readonly seconds: number
  readonly sdk: string | undefined
  readonly serviceVersion: string | undefined
  readonly policyVersion: number | undefined
  readonly mode: string | undefined
  readonly patterns: readonly PatternRow[]
  readonly counts: ReportCounts
  /** Kept records by the SDK's reason; `undefined`: it did not say. */
  readonly keptByReason: ReadonlyMap<string, number> | undefined
  /** Dropped records, likewise. */
  readonly droppedByReason: ReadonlyMap<string, number> | undefined
  /** What stamps and batches added to the kept bytes. */
  readonly overheadBytes: number
  /** What became of kept records since the last report; `undefined`: it did not say. */
  readonly delivery?: Delivery | undefined
  /** Records that are errors, seen and kept; `undefined`: it did not say. */
  readonly errors?: { readonly seen: number; readonly kept: number } | undefined
  /** What shadow mode kept and active mode would have dropped. */
  readonly shadowDropped?: { readonly records: number; readonly bytes: number } | undefined
  readonly host?: string | undefined
  readonly pod?: string | undefined
  /** Absent: it tells of none. */
  readonly families?: readonly ToldFamily[] | undefined
}

/** Kept records that the log backend took, refused for good, and that were lost on the way there. */
export interface Delivery {
  readonly delivered: number
  /** Bodies of requests, which are billed. */
  readonly deliveredBytes: number
  readonly refused: number
  readonly lost: number
}

/** Counts of patterns that were made elsewhere, evenly spread over some time up to two days ago. */
export interface Backfill {
  readonly serviceId: number
  readonly from: number
  readonly until: number
  readonly patterns: readonly PatternRow[]
  /** Five numbers a pattern, in the order of `COUNTS`. */
  readonly counts: Float64Array
  /** What stamps and batches added to each kept record. */
  readonly overheadPerRecord: number
  /** Absent: a repeat adds it once more. Else it is one whole hour, which no instance reported in and no import filled yet. */
  readonly importId?: string | undefined
}

/**
 * What became of a backfill: `added`; `repeated`: this import filled the hour before; `imported`: another one did; `reported`:
 * instances reported in it.
 */
export type BackfillEnd = 'added' | 'repeated' | 'imported' | 'reported'

export interface CounterStore {
  /**
   * Adds reports to the sums, each once: what this replica or another counted before is left out. All or nothing.
   *
   * @param patterns those whose rows are to be written or touched
   * @returns how many reports were new
   */
  add(reports: readonly PendingReport[], patterns: readonly PatternRow[]): Promise<number>
  /** Adds counts that no instance reported, of minutes that are not gone yet. */
  addBackfill(backfill: Backfill, entry: AuditEntry): Promise<BackfillEnd>
  /**
   * Returns the sums of a service by bucket. Buckets without counts are left out.
   *
   * @param signature of its patterns that have it only
   * @param check of the one pattern that has both; the empty one: that no SDK has said a check of
   */
  timeline(
    serviceId: number,
    signature: string | undefined,
    step: Resolution,
    period: Period,
    check?: string,
  ): Promise<TimelinePoint[]>
  /** Returns the minutes from `first` up to `until` in which anything was counted. */
  countedMinutes(first: number, until: number): Promise<number[]>
  /**
   * Returns all patterns in the minutes from `first` up to `until`.
   *
   * @param serviceIds at least one
   */
  minutes(first: number, until: number, serviceIds: readonly number[]): Promise<MinuteCount[]>
  /** Returns a service's counts in order of the minutes: at most `limit`, the newest. */
  minutesOf(serviceId: number, first: number, until: number, limit: number): Promise<MinuteCount[]>
}

/** One pattern in one minute. */
export interface MinuteCount {
  readonly minute: number
  readonly serviceId: number
  /** Key of the pattern. */
  readonly pattern: string
  readonly seen: number
  readonly errors: number
}

export interface TimelinePoint extends Totals {
  /** Start of the bucket. */
  readonly time: number
}
