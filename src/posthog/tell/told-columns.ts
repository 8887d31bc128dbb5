import { type HogQL, hogql, identifier } from '../api/hogql.js'

/** Name of the event. */
export const SAVINGS_EVENT = 'lipservice savings'

/** All properties of the event: what graphs read of it is one of these, by its type. */
export interface SavingsProperties {
  /** Of source, service and hour. */
  readonly key: string
  readonly source: string
  readonly service: string
  readonly window_start: string
  readonly window_end: string
  readonly seen_records: number
  readonly kept_records: number
  readonly seen_bytes: number
  readonly kept_bytes: number
  readonly saved_usd: number
  readonly spent_usd: number
  readonly usd_per_gb: number
  readonly price_source: string
  readonly relative_standard_error: number | null
  readonly top_patterns?: readonly object[]
  readonly $lib: string
}

/** Returns the column of a property. */
export const told = (name: keyof SavingsProperties): HogQL => hogql`properties.${identifier(name)}`

/** Properties that are sums of an hour. */
type Sum = 'seen_records' | 'kept_records' | 'seen_bytes' | 'kept_bytes' | 'saved_usd' | 'spent_usd'

/**
 * Returns the hours that were told, each once however often it was told: rows of `at`, `service` and sums. An hour that is told again has
 * what came late, too: the larger one counts.
 */
export function toldHours(sums: readonly Sum[], days: number): HogQL {
  let columns = hogql`${told('key')} AS key, min(timestamp) AS at, any(${told('service')}) AS service`
  for (const sum of sums) columns = hogql`${columns}, max(toFloat(${told(sum)})) AS ${identifier(sum)}`
  return hogql`(SELECT ${columns} FROM events WHERE event = ${SAVINGS_EVENT} AND timestamp >= toStartOfDay(now() - toIntervalDay(${days - 1})) GROUP BY key)`
}
