import { type HogQL, hogql } from '../api/hogql.js'
import { toldHours } from '../tell/told-columns.js'

/** PostHog keeps events for longer than logs. */
const DAYS_OF_GRAPHS = 90
const DAYS_OF_TABLES = 30
const DIGITS = 4

/** Dollars by day, saved and spent, as a server told them. */
export const toldByDay = (days = DAYS_OF_GRAPHS): HogQL =>
  hogql`SELECT toStartOfDay(at) AS day, round(sum(saved_usd), ${DIGITS}) AS saved, round(sum(spent_usd), ${DIGITS}) AS spent FROM ${toldHours(['saved_usd', 'spent_usd'], days)} GROUP BY day ORDER BY day LIMIT 1000`

/** What was logged and what was dropped of each service, as a server told it. */
export const toldByService = (days = DAYS_OF_TABLES): HogQL =>
  hogql`SELECT service, sum(seen_records) AS logged, sum(seen_records) - sum(kept_records) AS dropped, if(sum(seen_bytes) > 0, round(100 * (1 - sum(kept_bytes) / sum(seen_bytes)), 1), 0) AS saved_percent, round(sum(saved_usd), ${DIGITS}) AS saved, round(sum(spent_usd), ${DIGITS}) AS spent FROM ${toldHours(['seen_records', 'kept_records', 'seen_bytes', 'kept_bytes', 'saved_usd', 'spent_usd'], days)} GROUP BY service ORDER BY saved DESC LIMIT 100`
