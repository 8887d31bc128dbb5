import { type Answer, okay, simpleError } from './answers.js'
import { Moment } from './hogql/values.js'
import { oneByOne, type StoredLog } from './log-row.js'

const DEFAULT_LIMIT = 1_000
const NUMBERS: Readonly<Record<string, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 }

interface Cursor {
  readonly timestamp: string
  readonly uuid: string
}

/** A page of records. Those of one moment are told apart by their uuid, in the cursor too. */
export function logPage(rows: readonly StoredLog[], query: Record<string, unknown>): Answer {
  const sign = query['orderBy'] === 'earliest' ? 1 : -1
  const limit = Number(query['limit'] ?? DEFAULT_LIMIT)
  const order = (a: StoredLog, b: StoredLog) => sign * (a.micros - b.micros || (a.uuid < b.uuid ? -1 : 1))
  let after: Cursor | undefined
  if (query['after'] !== undefined) {
    try {
      after = JSON.parse(Buffer.from(String(query['after']), 'base64').toString('utf8')) as Cursor
    } catch {
      return simpleError(400, 'Invalid cursor')
    }
  }
  const sorted = [...oneByOne(rows)].sort(order).filter((row) => after === undefined || isBehind(row, after, sign))
  const page = sorted.slice(0, limit)
  const last = page.at(-1)
  const hasMore = sorted.length > limit
  return okay({
    query,
    results: page.map((row) => recordOf(row, query['excludeAttributes'] === true)),
    hasMore,
    nextCursor:
      hasMore && last !== undefined
        ? Buffer.from(JSON.stringify({ timestamp: timeOf(last), uuid: last.uuid })).toString('base64')
        : null,
    maxExportableLogs: 10_000,
    columns: null,
  })
}

const timeOf = ({ micros }: StoredLog): string => new Moment(micros, 0).toJSON().replace('Z', '+00:00')

function isBehind(row: StoredLog, { timestamp, uuid }: Cursor, sign: number): boolean {
  const time = timeOf(row)
  if (time === timestamp) return sign > 0 ? row.uuid > uuid : row.uuid < uuid
  return sign > 0 ? time > timestamp : time < timestamp
}

function recordOf(row: StoredLog, bare: boolean): object {
  const time = timeOf(row)
  return {
    uuid: row.uuid,
    timestamp: time,
    observed_timestamp: time,
    body: row.body,
    severity_text: row.severity,
    severity_number: NUMBERS[row.severity] ?? 0,
    level: row.severity,
    trace_id: row.traceId,
    span_id: '0'.repeat(16),
    trace_flags: 0,
    event_name: row.eventName,
    ...(bare ? {} : { attributes: row.attributes, resource_attributes: row.resourceAttributes }),
  }
}
