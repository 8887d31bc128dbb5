import { Moment } from './hogql/values.js'
import type { StoredLog } from './log-row.js'

const MAX_PATTERNS = 200
const MAX_EXAMPLES = 10
const SAMPLE = 10_000

/** What the patterns endpoint makes of records: of a sample where there are many. */
export function patternsAnswer(rows: readonly StoredLog[]): object {
  const step = Math.max(1, Math.ceil(rows.length / SAMPLE))
  const scanned = rows.filter((_, i) => i % step === 0)
  const found = new Map<string, StoredLog[]>()
  for (const row of scanned) {
    const pattern = row.pattern === '' ? row.body : row.pattern
    const same = found.get(pattern)
    if (same === undefined) found.set(pattern, [row])
    else same.push(row)
  }
  const scale = scanned.length === 0 ? 0 : rows.length / scanned.length
  const patterns = [...found].sort(([, a], [, b]) => b.length - a.length).slice(0, MAX_PATTERNS)
  return {
    patterns: patterns.map(([pattern, same]) => patternOf(pattern, same, scale, scanned.length)),
    scanned_count: scanned.length,
    total_count: rows.length,
    sampled: step > 1,
    sample_coverage_pct: 100,
    sparkline_buckets: [],
    source: 'stored_patterns',
  }
}

function patternOf(pattern: string, rows: readonly StoredLog[], scale: number, scanned: number): object {
  const errors = rows.filter(({ severity }) => severity === 'error' || severity === 'fatal').length
  const severities: Record<string, number> = {}
  for (const { severity } of rows) severities[severity] = (severities[severity] ?? 0) + 1
  const time = (row: StoredLog | undefined) => new Moment(row?.micros ?? 0, 0).toJSON()
  return {
    pattern,
    count: rows.length,
    estimated_count: Math.round(rows.length * scale),
    volume_share_pct: (rows.length / scanned) * 100,
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
