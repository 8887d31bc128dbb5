import { sql, type Transaction } from 'kysely'
import { addedUp } from './sums.js'
import { MAX_COUNT, type Tables } from './tables.js'

const ROWS_PER_STATEMENT = 1_000

/** Tables whose rows are sums under a key. */
type SumTable = 'version_minutes' | 'version_minute_reasons' | 'service_hours' | 'service_hour_reasons'
type Key = Readonly<Record<string, string | number>>
type Amounts = Readonly<Record<string, number>>

/** Rows of one table that are added up in memory and then to what the table has. */
export class SumRows<
  Table extends SumTable,
  Keys extends keyof Tables[Table] & string,
  Sums extends keyof Tables[Table] & string,
> {
  readonly #table: Table
  readonly #keys: readonly Keys[]
  readonly #sums: readonly Sums[]
  readonly #rows = new Map<string, { readonly key: Key; readonly sums: Record<string, number> }>()

  /**
   * @param keys the columns of its primary key
   * @param sums its other columns
   */
  constructor(table: Table, keys: readonly Keys[], sums: readonly Sums[]) {
    this.#table = table
    this.#keys = keys
    this.#sums = sums
  }

  /** Adds amounts to the row of a key; columns without an amount stay. */
  add(key: Readonly<Record<Keys, string | number>>, amounts: Readonly<Partial<Record<Sums, number>>>): void {
    const id = this.#keys.map((name) => key[name]).join(' ')
    let row = this.#rows.get(id)
    if (row === undefined) {
      row = { key, sums: Object.fromEntries(this.#sums.map((name) => [name, 0])) }
      this.#rows.set(id, row)
    }
    for (const name of this.#sums)
      row.sums[name] = Math.min(row.sums[name]! + ((amounts as Amounts)[name] ?? 0), MAX_COUNT)
  }

  async write(trx: Transaction<Tables>): Promise<void> {
    const columns = [...this.#keys, ...this.#sums]
    const added = this.#sums.map(
      (name) => sql`${sql.ref(name)} = ${addedUp(sql.ref(`${this.#table}.${name}`), sql.ref(`excluded.${name}`))}`,
    )
    // All replicas write in one order, so that they cannot deadlock.
    const rows = [...this.#rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
      const values = rows.slice(at, at + ROWS_PER_STATEMENT).map(({ key, sums }) => {
        const row: Key = { ...key, ...sums }
        return sql`(${sql.join(columns.map((name) => row[name]))})`
      })
      await sql`INSERT INTO ${sql.table(this.#table)} (${sql.join(columns.map((name) => sql.ref(name)))})
        VALUES ${sql.join(values)}
        ON CONFLICT (${sql.join(this.#keys.map((name) => sql.ref(name)))}) DO UPDATE SET ${sql.join(added)}`.execute(
        trx,
      )
    }
  }
}
