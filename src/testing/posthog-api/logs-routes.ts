import { type Answer, okay } from './answers.js'
import { type Check, fields, flag, listOf, oneOf, text, whole } from './fields.js'
import { Moment } from './hogql/values.js'
import { logPage } from './log-page.js'
import { type LogRows, recordsOf, type StoredLog } from './log-row.js'
import { SELECTION, selected } from './log-select.js'
import { patternsAnswer } from './patterns.js'
import type { Route } from './route.js'

const READ = { scope: 'logs:read' } as const
const BASE = '/api/projects/:project/logs/'
const MAX_BUCKETS = 60
/** Names of PostHog's own drop rules, by the service that they are on for. */
export type DropRules = Map<string, string[]>

export interface LogsParts {
  readonly logs: LogRows
  readonly rules: DropRules
  readonly now: () => number
}

/** The logs endpoints that read. */
export function logsRoutes({ logs, rules, now }: LogsParts): readonly Route[] {
  const read = (
    name: string,
    more: Readonly<Record<string, Check>>,
    answer: (rows: StoredLog[], query: Record<string, unknown>) => Answer,
  ): Route => ({
    method: 'POST',
    path: `${BASE}${name}/`,
    auth: READ,
    body: fields({ 'query!': fields({ ...SELECTION, ...more }) }),
    handle: ({ body }) => {
      const query = body['query'] as Record<string, unknown>
      return answer(selected(query, logs, now()), query)
    },
  })
  const paging = {
    orderBy: oneOf('latest', 'earliest'),
    limit: whole(1, 1_000),
    after: text,
    excludeAttributes: flag,
    customColumns: listOf(text, 50),
  }
  return [
    { method: 'GET', path: `${BASE}has_logs/`, auth: READ, handle: () => okay({ hasLogs: logs.size > 0 }) },
    read('query', paging, (rows, query) => logPage(rows, query)),
    read('count', {}, (rows) => okay({ count: recordsOf(rows) })),
    read('services', {}, (rows) => okay(servicesOf(rows, rules))),
    read(
      'sparkline',
      { sparklineBreakdownBy: oneOf('severity', 'service'), sparklineRankBy: oneOf('count', 'bytes') },
      (rows, query) => okay(sparklineOf(rows, query)),
    ),
    read('patterns', {}, (rows) => okay(patternsAnswer(rows))),
  ]
}

function servicesOf(rows: readonly StoredLog[], rules: DropRules): object {
  const found = new Map<string, { count: number; errors: number }>()
  const all = recordsOf(rows)
  for (const { service, severity, times } of rows) {
    const one = found.get(service) ?? { count: 0, errors: 0 }
    one.count += times
    if (severity === 'error' || severity === 'fatal') one.errors += times
    found.set(service, one)
  }
  const services = [...found]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([service, { count, errors }]) => ({
      service_name: service === '' ? '(no service)' : service,
      log_count: count,
      error_count: errors,
      error_rate: Math.round((errors / count) * 10_000) / 10_000,
      volume_share_pct: (count / all) * 100,
      severity_breakdown: { debug: 0, info: count - errors, warn: 0, error: errors },
      active_rules: (rules.get(service) ?? []).map((name) => ({
        rule_id: '00000000-0000-4000-8000-000000000001',
        rule_name: name,
        summary_string: name,
      })),
    }))
  return {
    services,
    sparkline: [],
    total_services: services.length,
    summary: { top_services_count: 0, top_services_volume_share_pct: 0 },
  }
}

/** A list, not an object with one. */
function sparklineOf(rows: readonly StoredLog[], query: Record<string, unknown>): object[] {
  const { date_from, date_to } = query['dateRange'] as Record<string, string>
  const [from, to] = [Date.parse(date_from!) * 1_000, Date.parse(date_to!) * 1_000]
  const step = Math.max(60_000_000, Math.ceil((to - from) / MAX_BUCKETS / 60_000_000) * 60_000_000)
  const by = query['sparklineBreakdownBy'] === 'service' ? 'service' : 'severity'
  const buckets = new Map<string, { time: string; count: number; bytes_uncompressed: number }>()
  for (const row of rows) {
    const time = new Moment(Math.floor(row.micros / step) * step, 0).toJSON()
    const key = JSON.stringify([time, row[by]])
    const bucket = buckets.get(key) ?? { time, [by]: row[by], count: 0, bytes_uncompressed: 0 }
    bucket.count += row.times
    bucket.bytes_uncompressed += row.times * row.bytes
    buckets.set(key, bucket)
  }
  return [...buckets.values()]
}
