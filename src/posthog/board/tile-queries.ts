import { STAMP } from '../../sampling/stamps.js'
import { type HogQL, hogql } from '../api/hogql.js'
import { logsLink } from '../links.js'
import { WEIGHT } from '../weight-column.js'

/** What the figures of a board are made by. */
export interface BoardFigures {
  /** Address of PostHog's app. */
  readonly appUrl: string
  /** Id of the project. */
  readonly project: string
  /** US dollars of a gigabyte of logs. */
  readonly usdPerGb: number
  /** Where the price is from, for people. */
  readonly priceLabel: string
  /** Gigabytes of a month of 30 days; `undefined`: no budget was named. */
  readonly budgetGbPerMonth: number | undefined
  /** `billed`: what PostHog bills. `body`: the length of texts, where a project does not have the other. */
  readonly bytes: 'billed' | 'body'
}

const GB = 1_000_000_000
const MONTH_SECONDS = 30 * 86_400
const REASON = hogql`attributes[${STAMP.reason}]`
/** Column of the id of a record's pattern. */
export const SIGNATURE = hogql`attributes[${STAMP.signature}]`
/** PostHog keeps logs for 14 days. */
const DAYS_OF_GRAPHS = 14
const DAYS_OF_TABLES = 7
const DIGITS = 4

/** Whole days of the project's zone, with today. `time_bucket` is what rows are stored by. */
export const lastDays = (days: number): HogQL =>
  hogql`time_bucket >= toStartOfDay(now() - toIntervalDay(${days})) AND timestamp >= toStartOfDay(now() - toIntervalDay(${days - 1}))`

/** What a record counts for. */
export const bytesOf = ({ bytes }: BoardFigures): HogQL =>
  bytes === 'billed' ? hogql`_bytes_uncompressed` : hogql`length(body)`
const gb = (bytes: HogQL): HogQL => hogql`round(sum(${bytes}) / ${GB}, ${DIGITS})`
/** Dollars of bytes. */
export const dollars = ({ usdPerGb }: BoardFigures, bytes: HogQL): HogQL =>
  hogql`round(sum(${bytes}) / ${GB} * ${usdPerGb}, ${DIGITS})`

/** Dollars by day that records which were not kept would have cost. */
export const savedByDay = (of: BoardFigures): HogQL =>
  hogql`SELECT toStartOfDay(timestamp) AS day, ${dollars(of, hogql`${bytesOf(of)} * (${WEIGHT} - 1)`)} AS saved_usd FROM logs WHERE ${lastDays(DAYS_OF_GRAPHS)} GROUP BY day ORDER BY day LIMIT 100`

/** Gigabytes by day. */
export const volumeByDay = (of: BoardFigures): HogQL =>
  hogql`SELECT toStartOfDay(timestamp) AS day, ${gb(bytesOf(of))} AS kept_gb, ${gb(hogql`${bytesOf(of)} * (${WEIGHT} - 1)`)} AS not_kept_gb FROM logs WHERE ${lastDays(DAYS_OF_GRAPHS)} GROUP BY day ORDER BY day LIMIT 100`

/** What each service logs, and how much of it is not kept. */
export function shareByService(of: BoardFigures): HogQL {
  const [bytes, all] = [bytesOf(of), hogql`sum(${bytesOf(of)} * ${WEIGHT})`]
  return hogql`SELECT service_name, ${gb(hogql`${bytes} * ${WEIGHT}`)} AS seen_gb, ${gb(bytes)} AS kept_gb, if(${all} > 0, round(100 * (1 - sum(${bytes}) / ${all}), 1), 0) AS saved_percent, ${dollars(of, hogql`${bytes} * (${WEIGHT} - 1)`)} AS saved_usd FROM logs WHERE ${lastDays(DAYS_OF_TABLES)} GROUP BY service_name ORDER BY seen_gb DESC LIMIT 50`
}

/** The patterns of most bytes, with a record of each and a link to all of them. */
export function topPatterns(of: BoardFigures): HogQL {
  const bytes = bytesOf(of)
  return hogql`SELECT ${SIGNATURE} AS signature, service_name, any(substring(body, 1, 160)) AS example, round(sum(${WEIGHT}), 0) AS seen, count() AS kept, ${gb(hogql`${bytes} * ${WEIGHT}`)} AS seen_gb, ${dollars(of, bytes)} AS usd, ${linkColumn(of)} AS link FROM logs WHERE ${lastDays(DAYS_OF_TABLES)} AND match(${SIGNATURE}, '^[0-9a-f]{16}$') GROUP BY signature, service_name ORDER BY seen_gb DESC LIMIT 20`
}

/** In its place any other stands. */
export const SOME_SIGNATURE = 'aaaaaaaaaaaaaaaa'

/** One of a signature that looks like a number would find nothing: it has none. */
export function linkColumn({ appUrl, project }: Pick<BoardFigures, 'appUrl' | 'project'>): HogQL {
  const [before = '', after = ''] = logsLink(appUrl, project, { signature: SOME_SIGNATURE }).split(SOME_SIGNATURE)
  return hogql`if(match(signature, '^[0-9]+(e[0-9]+)?$'), '', concat(${before}, signature, ${after}))`
}

/** Records that were kept because an incident was declared, or because something failed, by hour. */
export const incidents = (): HogQL =>
  hogql`SELECT toStartOfHour(timestamp) AS hour, countIf(${REASON} = 'incident') AS incident, countIf(${REASON} = 'failed') AS failed, countIf(${REASON} = 'error') AS error FROM logs WHERE ${lastDays(DAYS_OF_TABLES)} AND ${REASON} IN ('incident', 'failed', 'error') GROUP BY hour ORDER BY hour LIMIT 1000`

/** What 30 days come to at the pace of the records that there are. */
export function forecast(of: BoardFigures): HogQL {
  const bytes = bytesOf(of)
  const seconds = hogql`greatest(toUnixTimestamp(max(timestamp)) - toUnixTimestamp(min(timestamp)), 3600)`
  const month = hogql`sum(${bytes}) / ${seconds} * ${MONTH_SECONDS} / ${GB}`
  const { usdPerGb, budgetGbPerMonth: budget } = of
  const ofBudget =
    budget === undefined
      ? hogql``
      : hogql`, ${budget} AS budget_gb_a_month, round(100 * ${month} / ${budget}, 1) AS percent_of_budget`
  return hogql`SELECT round(${month}, ${DIGITS}) AS gb_a_month, round(${month} * ${usdPerGb}, ${DIGITS}) AS usd_a_month${ofBudget} FROM logs WHERE ${lastDays(DAYS_OF_TABLES)} LIMIT 1`
}

/** Why records were kept. Those without a reason were never sampled. */
export const reasons = (of: BoardFigures): HogQL =>
  hogql`SELECT if(${REASON} = '', 'not sampled', ${REASON}) AS reason, count() AS kept, round(sum(${WEIGHT}), 0) AS stand_for, ${gb(bytesOf(of))} AS kept_gb FROM logs WHERE ${lastDays(DAYS_OF_TABLES)} GROUP BY reason ORDER BY kept DESC LIMIT 50`
