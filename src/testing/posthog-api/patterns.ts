import { Moment } from './hogql/values.js'
import { recordsOf, type StoredLog } from './log-row.js'

const MAX_PATTERNS = 200
const MAX_EXAMPLES = 10
const SAMPLE = 10_000

/** What the patterns endpoint makes of records: of a sample where there are many. */
export function patternsAnswer(rows: readonly StoredLog[]): object {
  const all = recordsOf(rows)
  const step = Math.max(1, Math.ceil(all / SAMPLE))
  const scanned = everyNth(rows, step)
  const looked = recordsOf(scanned)
  const found = new Map<string, StoredLog[]>()
  for (const row of scanned) {
    const pattern = row.pattern === '' ? row.body : row.pattern
    const same = found.get(pattern)
    if (same === undefined) found.set(pattern, [row])
    else same.push(row)
  }
  const scale = looked === 0 ? 0 : all / looked
  const patterns = [...found].sort(([, a], [, b]) => recordsOf(b) - recordsOf(a)).slice(0, MAX_PATTERNS)
  return {
    patterns: patterns.map(([pattern, same]) => patternOf(pattern, same, scale, looked)),
    scanned_count: looked,
    total_count: all,
    sampled: step > 1,
    sample_coverage_pct: 100,
    sparkline_buckets: [],
    source: 'stored_patterns',
  }
}

/** Every n-th record. */
function everyNth(rows: readonly StoredLog[], step: number): StoredLog[] {
  let seen = 0
  return rows.flatMap((row) => {
    const before = Math.ceil(seen / step)
    seen += row.times
    const times = Math.ceil(seen / step) - before
    return times > 0 ? [{ ...row, times }] : []
  })
}

function patternOf(pattern: string, rows: readonly StoredLog[], scale: number, scanned: number): object {
  const records = recordsOf(rows)
  const errors = recordsOf(rows.filter(({ severity }) => severity === 'error' || severity === 'fatal'))
  const severities: Record<string, number> = {}
  for (const { severity, times } of rows) severities[severity] = (severities[severity] ?? 0) + times
  const time = (row: StoredLog | undefined) => new Moment(row?.micros ?? 0, 0).toJSON()
  return {
    pattern,
    count: records,
    estimated_count: Math.round(records * scale),
    volume_share_pct: (records / scanned) * 100,
    error_count: errors,
    estimated_error_count: Math.round(errors * scale),
    first_seen: time(rows[0]),
    last_seen: time(rows.at(-1)),
    examples: rows.slice(0, MAX_EXAMPLES).map((row) => ({
      body: row.body.replace(/\s+/g, ' ').slice(0, 512),
      severity_text: row.severity,
      service_name: row.service,
      timestamp: time(row),
    })),
    services: [...new Set(rows.map(({ service }) => service))].slice(0, 4),
    sparkline: [],
    severity_counts: severities,
    match_regex: null,
    match_literal: null,
    pattern_version: rows[0]?.patternVersion ?? 0,
  }
}
