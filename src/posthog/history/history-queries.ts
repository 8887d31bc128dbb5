import { type HogQL, hogql } from '../api/hogql.js'
import { WEIGHT } from '../weight-column.js'
import { BODY_SHAPE, EXAMPLE, NOTHING_OF_BODY, READ_OF_BODY, STORED_SHAPE } from './body-columns.js'
import type { HistoryState, Part, Period, ShapeKey, Way } from './history-state.js'
import { OUTCOME, READ_OF_ATTRIBUTES } from './outcome-columns.js'

const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3_600
/** Groups of one answer; what is cut is asked for in parts. */
export const SHAPES_LIMIT = 5_000
const TOTALS_LIMIT = 50_000
/** Examples of a shape, the seed of their draw, and how much of each is read. */
const [EXAMPLES, SEED, EXAMPLE_CHARACTERS] = [16, 7, 1_024]

const ONE = hogql`1`
const shapeOf = (way: Way): HogQL => (way === 'stored' ? STORED_SHAPE : BODY_SHAPE)
const versionOf = (way: Way): HogQL => (way === 'stored' ? hogql`pattern_version` : hogql`0`)

/** Columns that a shape is made of. */
const columnsOf = (way: Way): HogQL => (way === 'stored' ? hogql`pattern, pattern_version, body` : hogql`body`)

type HowToRead = Pick<HistoryState, 'way' | 'isWeighted' | 'readsBodies'>
const ofBody = (isRead: boolean | undefined): HogQL => (isRead === false ? NOTHING_OF_BODY : READ_OF_BODY)

/** `time_bucket` is what rows are stored by: whole days. */
function within({ from, to }: Period, services: readonly string[] | undefined): HogQL {
  const [start, end] = [new Date(from * 1_000), new Date(to * 1_000)]
  const day = new Date(Math.floor(from / DAY_SECONDS) * DAY_SECONDS * 1_000)
  const period = hogql`time_bucket >= ${day} AND timestamp >= ${start} AND timestamp < ${end}`
  return services === undefined ? period : hogql`${period} AND service_name IN ${services}`
}

/** How many records and bytes by hour, service and severity. No body is read. */
export function totalsQuery(
  period: Period,
  services: readonly string[] | undefined,
  way: Way,
  isWeighted: boolean,
): HogQL {
  const weight = isWeighted ? WEIGHT : ONE
  const unstamped = way === 'stored' ? hogql`countIf(pattern = '')` : hogql`0`
  // By seconds since the epoch: hours of the project's own zone need not begin when those of UTC do.
  return hogql`SELECT intDiv(toUnixTimestamp(timestamp), ${HOUR_SECONDS}) AS hour, service_name, severity_text, count() AS records, sum(${weight}) AS weighted, sum(_bytes_uncompressed) AS bytes, sum(_bytes_uncompressed * ${weight}) AS weighted_bytes, ${unstamped} AS unstamped, uniq(resource_fingerprint) AS instances FROM logs WHERE ${within(period, services)} GROUP BY hour, service_name, severity_text ORDER BY hour, service_name, severity_text LIMIT ${TOTALS_LIMIT}`
}

/** Records of a part of an hour by what they look like. */
export function shapesQuery(
  { from, to, index, of, sample }: Part,
  services: readonly string[] | undefined,
  { way, isWeighted, readsBodies }: HowToRead,
): HogQL {
  const shape = shapeOf(way)
  const drawn = sample > 1 ? hogql` AND cityHash64(uuid) % ${sample} = 0` : hogql``
  const parted = of > 1 ? hogql` WHERE cityHash64(${shape}) % ${of} = ${index}` : hogql``
  const read = hogql`SELECT service_name, severity_text, ${columnsOf(way)}, event_name, ${ofBody(readsBodies)}, ${READ_OF_ATTRIBUTES}, ${isWeighted ? WEIGHT : ONE} AS weight FROM logs WHERE ${within({ from, to }, services)}${drawn}`
  return hogql`SELECT service_name, severity_text, ${shape} AS shape, ${versionOf(way)} AS version, event_name, ${OUTCOME} AS outcome, count() AS records, sum(weight) AS weighted FROM (${read})${parted} GROUP BY service_name, severity_text, shape, version, event_name, outcome ORDER BY records DESC LIMIT ${SHAPES_LIMIT}`
}

/** A few bodies of each of these shapes, and how long their bodies are. */
export function examplesQuery(period: Period, keys: readonly ShapeKey[], { way, readsBodies }: HowToRead): HogQL {
  const shape = shapeOf(way)
  const services = [...new Set(keys.map(({ service }) => service))]
  const read = hogql`SELECT service_name, ${columnsOf(way)}, ${ofBody(readsBodies)} FROM logs WHERE ${within(period, services)}`
  const asked = keys.map((key) => [key.service, key.shape, key.version])
  return hogql`SELECT service_name, ${shape} AS shape, ${versionOf(way)} AS version, groupArraySample(${EXAMPLES}, ${SEED})(substring(${EXAMPLE}, 1, ${EXAMPLE_CHARACTERS})) AS examples, avg(length(body)) AS mean_length FROM (${read}) WHERE (service_name, ${shape}, ${versionOf(way)}) IN ${asked} GROUP BY service_name, shape, version LIMIT ${keys.length}`
}
