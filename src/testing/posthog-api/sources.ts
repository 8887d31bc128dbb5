import type { StoredEvent } from './capture.js'
import type { Surroundings } from './hogql/functions.js'
import { EVENT_COLUMNS, LOG_COLUMNS, type Source, VOLUME_COLUMNS } from './hogql/tables.js'
import { timeBounds } from './hogql/time-bounds.js'
import { HogQLError } from './hogql/tree.js'
import { Moment, type Value } from './hogql/values.js'
import { type LogRows, oneByOne, type StoredLog } from './log-row.js'
import type { PostHogApiSwitches } from './settings.js'

const DAY_MICROS = 86_400_000_000
const BUCKET_MICROS = 300_000_000
const NUMBERS: Readonly<Record<string, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 }

/** Returns the table of a name. @throws HogQLError if PostHog has none */
export function sourceOf(
  table: readonly string[],
  logs: LogRows,
  events: () => readonly StoredEvent[],
  switches: PostHogApiSwitches,
  around: Surroundings,
): Source {
  switch (table.join('.')) {
    case 'logs':
      return logSource(logs, switches, around) as Source
    case 'posthog.logs_volume_buckets':
      return volumeSource(logs, around) as Source
    case 'events':
      return eventSource(events, around) as Source
    default:
      throw new HogQLError(`Unknown table "${table.join('.')}".`)
  }
}

function logSource(logs: LogRows, { patterns }: PostHogApiSwitches, around: Surroundings): Source<StoredLog> {
  const { pattern, pattern_version, ...unstamped } = LOG_COLUMNS
  const { offsetMinutes } = around
  const readers: Record<string, (row: StoredLog) => Value> = {
    uuid: ({ uuid }) => uuid,
    team_id: () => 1,
    trace_id: ({ traceId }) => traceId,
    span_id: () => '0'.repeat(16),
    body: ({ body }) => body,
    message: ({ body }) => body,
    attributes: ({ attributes }) => attributes,
    time_bucket: ({ micros }) => new Moment(Math.floor(micros / DAY_MICROS) * DAY_MICROS, offsetMinutes),
    timestamp: ({ micros }) => new Moment(micros, offsetMinutes),
    observed_timestamp: ({ micros }) => new Moment(micros, offsetMinutes),
    severity_text: ({ severity }) => severity,
    severity_number: ({ severity }) => NUMBERS[severity] ?? 0,
    level: ({ severity }) => severity,
    resource_attributes: ({ resourceAttributes }) => resourceAttributes,
    resource_fingerprint: ({ service }) => service,
    instrumentation_scope: () => '',
    event_name: ({ eventName }) => eventName,
    service_name: ({ service }) => service,
    pattern: (row) => (patterns === 'unstamped' ? '' : row.pattern),
    pattern_version: (row) => (patterns === 'unstamped' ? 0 : row.patternVersion),
    _bytes_uncompressed: ({ bytes }) => bytes,
  }
  return {
    columns: patterns === 'absent' ? unstamped : LOG_COLUMNS,
    read: (row, column) => readers[column]!(row),
    rows(where, columns) {
      const { from, to } = timeBounds(where, 'timestamp', around)
      const found = logs.within(from, to)
      return columns.has('uuid') ? oneByOne(found) : found
    },
    timesOf: ({ times }) => times,
  }
}

interface Bucket {
  readonly micros: number
  readonly service: string
  readonly severity: string
  count: number
}

function volumeSource(logs: LogRows, around: Surroundings): Source<Bucket> {
  const readers: Record<string, (bucket: Bucket) => Value> = {
    time_bucket: ({ micros }) => new Moment(micros, around.offsetMinutes),
    service_name: ({ service }) => service,
    namespace: () => '',
    environment: () => '',
    severity_text: ({ severity }) => severity,
    log_count: ({ count }) => count,
  }
  return {
    columns: VOLUME_COLUMNS,
    read: (bucket, column) => readers[column]!(bucket),
    rows() {
      const buckets = new Map<string, Bucket>()
      for (const { micros, service, severity, times } of logs.within()) {
        const start = Math.floor(micros / BUCKET_MICROS) * BUCKET_MICROS
        const key = JSON.stringify([start, service, severity])
        const bucket = buckets.get(key) ?? { micros: start, service, severity, count: 0 }
        bucket.count += times
        buckets.set(key, bucket)
      }
      return buckets.values()
    },
  }
}

function eventSource(events: () => readonly StoredEvent[], around: Surroundings): Source<StoredEvent> {
  const readers: Record<string, (event: StoredEvent) => Value> = {
    uuid: ({ uuid }) => uuid,
    event: ({ event }) => event,
    timestamp: ({ millis }) => new Moment(millis * 1_000, around.offsetMinutes),
    created_at: ({ millis }) => new Moment(millis * 1_000, around.offsetMinutes),
    distinct_id: ({ distinctId }) => distinctId,
    properties: ({ properties }) => properties,
  }
  return { columns: EVENT_COLUMNS, read: (event, column) => readers[column]!(event), rows: events }
}
