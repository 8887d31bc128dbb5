import type { Tree } from './tree.js'
import type { Value } from './values.js'

export type ColumnType = 'String' | 'DateTime' | 'Number' | 'Map' | 'UUID'

/** A table as HogQL knows it: its columns, and how a row's are read. */
export interface Table<Row = unknown> {
  readonly columns: Readonly<Record<string, ColumnType>>
  read(row: Row, column: string): Value
}

/** Where rows come from. */
export interface Source<Row = unknown> extends Table<Row> {
  /** Rows that a condition on their time may hold for, as far as these columns tell them apart. */
  rows(where: Tree | undefined, columns: ReadonlySet<string>): Iterable<Row>
  /** How many records a row stands for. Absent: one. */
  timesOf?(row: Row): number
}

/** Columns of `logs`. `hidden` ones do not come with `*`. */
export const LOG_COLUMNS: Readonly<Record<string, ColumnType>> = {
  uuid: 'UUID',
  team_id: 'Number',
  trace_id: 'String',
  span_id: 'String',
  body: 'String',
  message: 'String',
  attributes: 'Map',
  time_bucket: 'DateTime',
  timestamp: 'DateTime',
  observed_timestamp: 'DateTime',
  severity_text: 'String',
  severity_number: 'Number',
  level: 'String',
  resource_attributes: 'Map',
  resource_fingerprint: 'String',
  instrumentation_scope: 'String',
  event_name: 'String',
  service_name: 'String',
  pattern: 'String',
  pattern_version: 'Number',
  _bytes_uncompressed: 'Number',
}

export const VOLUME_COLUMNS: Readonly<Record<string, ColumnType>> = {
  time_bucket: 'DateTime',
  service_name: 'String',
  namespace: 'String',
  environment: 'String',
  severity_text: 'String',
  log_count: 'Number',
}

export const EVENT_COLUMNS: Readonly<Record<string, ColumnType>> = {
  uuid: 'UUID',
  event: 'String',
  timestamp: 'DateTime',
  distinct_id: 'String',
  properties: 'Map',
  created_at: 'DateTime',
}
