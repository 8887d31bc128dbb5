import type { Kysely, Transaction } from 'kysely'
import type { Leadership, PatternRow } from './store.js'
import type { CounterTable, Resolution, Tables } from './tables.js'

/** What a database does its own way. The rest is one SQL. */
export interface Engine {
  readonly db: Kysely<Tables>
  /** For reads that must not wait for a write. */
  readonly reader: Kysely<Tables>
  /** Makes room for buckets before they are written. */
  prepare(resolution: Resolution, firstBucket: number, lastBucket: number): Promise<void>
  /** Adds counts to what is there. Rows are sorted and distinct. */
  addCounters(trx: Transaction<Tables>, rows: readonly CounterTable[]): Promise<void>
  /** Adds patterns; of one that is there, the time of its last report goes on. Rows are sorted and distinct. */
  addPatterns(trx: Transaction<Tables>, rows: readonly PatternRow[]): Promise<void>
  /** Makes hours of minutes, or days of hours, for buckets from `first` up to `until`; a repeat changes nothing. */
  rollUp(db: Kysely<Tables>, to: 'hour' | 'day', first: number, until: number): Promise<void>
  /** Buckets below leave. */
  forget(resolution: Resolution, below: number): Promise<void>
  /** Locks what rows are selected `for update`, where the engine has such a thing. */
  readonly locksRows: boolean
  /** Runs unless another replica is at it; answers whether it ran. */
  exclusively(name: string, work: () => Promise<void>): Promise<boolean>
  /** Answers `undefined` while another replica leads. */
  lead(): Promise<Leadership | undefined>
  close(): Promise<void>
}
