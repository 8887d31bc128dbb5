import type { Kysely, Transaction } from 'kysely'
import type { Leadership, PatternRow } from './store.js'
import type { CoarserResolution, CounterResolution, CounterTable, Tables } from './tables.js'

/** What each database does its own way. All else is the same SQL. */
export interface Engine {
  readonly db: Kysely<Tables>
  /** For reads that must not wait for a write. */
  readonly reader: Kysely<Tables>
  /** Makes room for buckets before they are written. */
  prepare(resolution: CounterResolution, firstBucket: number, lastBucket: number): Promise<void>
  /** Adds counts to what is there, of minutes unless said otherwise. Rows are sorted and distinct. */
  addCounters(trx: Transaction<Tables>, rows: readonly CounterTable[], resolution?: CounterResolution): Promise<void>
  /**
   * Adds patterns. Of one that is there, the time of its last report is updated, and what came with its template if that was missing. Rows
   * are sorted and distinct.
   */
  addPatterns(trx: Transaction<Tables>, rows: readonly PatternRow[]): Promise<void>
  /** Sums the next finer buckets, for buckets from `first` up to `until`. A repeat changes nothing. */
  rollUp(db: Kysely<Tables>, to: CoarserResolution, first: number, until: number): Promise<void>
  /** Removes all buckets below one. */
  forget(resolution: CounterResolution, below: number): Promise<void>
  /** Ids that are generated from now on are above those that are there. */
  skipIds(trx: Transaction<Tables>, table: 'teams'): Promise<void>
  /** Whether rows can be selected `for update`. */
  readonly locksRows: boolean
  /** Returns `undefined` while another replica leads. */
  lead(): Promise<Leadership | undefined>
  close(): Promise<void>
}
