import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { readFields } from '../formats/fields.js'
import type { FoundRecord } from '../formats/found-record.js'
import type { TakePlaced } from './joiner.js'
import { createLinePlace } from './line-place.js'
import type { OnPiece, RecordCounts } from './record-counts.js'

const MESSAGE_COLUMNS = ['body', 'message', 'msg', 'log', 'text']
const OTHER_COLUMNS = [
  'timestamp',
  'time',
  'level',
  'severity',
  'severity_text',
  'severity_number',
  'service_name',
  'date',
]

/** Of a quote without its end the rest of the file is one row. */
const MAX_ROW_BYTES = 4 << 20

/** Returns whether a first line names columns of log records: a message and something of its circumstances. */
export function isCsvHeader(line: string): boolean {
  if (!line.includes(',') || line.startsWith('{')) return false
  const names = line.split(',').map((name) => name.trim().replaceAll('"', '').toLowerCase())
  return names.some((name) => MESSAGE_COLUMNS.includes(name)) && names.some((name) => OTHER_COLUMNS.includes(name))
}

/** Reads the rows of a CSV file with a header, such as PostHog's export. */
export async function readCsv(
  chunks: AsyncIterable<Buffer>,
  take: TakePlaced,
  counts: RecordCounts,
  onPiece: OnPiece,
): Promise<RecordCounts> {
  const rows = Readable.from(copied(chunks)).pipe(
    parse({
      columns: (names: string[]) => names.map((name) => name.trim()),
      bom: true,
      relax_column_count: true,
      max_record_size: MAX_ROW_BYTES,
      skip_records_with_error: true,
      on_skip: () => void counts.unread++,
    }),
  )
  const place = createLinePlace()
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    counts.lines++
    counts.records++
    take(foundOf(row), place)
    place.offset++
    if (counts.records % 1_024 === 0 && !(await onPiece(counts))) break
  }
  return counts
}

/** Several pieces wait in a stream. */
async function* copied(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}

function foundOf(row: Record<string, string>): FoundRecord {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) if (value !== '') fields[name] = unpacked(name, value)
  const { attributes: nested, ...rest } = fields
  const { body, severityNumber, severityText, millis, service, attributes } = readFields(rest)
  return {
    format: row['severity_number'] === undefined && row['attributes'] === undefined ? 'CSV' : 'PostHog export',
    record: {
      body,
      ...(severityNumber > 0 && { severityNumber }),
      severityText,
      attributes: { ...attributes, ...(typeof nested === 'object' ? (nested as object) : {}) },
    },
    millis,
    service,
    text: Object.values(row).join(','),
  }
}

/** Columns of objects hold JSON. */
function unpacked(name: string, value: string): unknown {
  if (!/attributes$/.test(name) || !value.startsWith('{')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
