import type * as z from 'zod/mini'
import type { LogSelection, LogsApi, LogView, NewLogView } from '../contract/logs.js'
import { mapOutcome, type Outcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING } from './endpoint.js'
import { bodyOf, COUNTED, HAS_LOGS, PATTERNS, RECORDS, RULE, SERVICES, SPARKLINE, VIEW } from './log-shapes.js'

/** They read many bytes, but count with all others. */
const READ = { scope: 'logs:read', repeatable: true } as const
const WRITE = { scope: 'logs:write' } as const

export function logsApi(on: Endpoints): LogsApi {
  const read = <T>(
    name: string,
    shape: z.ZodMiniType<T>,
    selection: LogSelection,
    more: object = {},
  ): Promise<Outcome<T>> =>
    askProject(on, `logs/${name}/`, {
      ...READ,
      what: `logs ${name}`,
      method: 'POST',
      body: { query: { ...bodyOf(selection), ...more } },
      shape,
    })
  const view = async (method: 'POST' | 'PATCH', path: string, body: object): Promise<Outcome<LogView>> =>
    mapOutcome(await askProject(on, path, { ...WRITE, what: 'a view of logs', method, body, shape: VIEW }), viewOf)
  const viewPath = (shortId: string) => `logs/views/${encodeURIComponent(shortId)}/`

  return {
    hasLogs: async () =>
      mapOutcome(
        await askProject(on, 'logs/has_logs/', { ...READ, what: 'logs has_logs', method: 'GET', shape: HAS_LOGS }),
        ({ hasLogs }) => hasLogs,
      ),
    count: async (selection) => mapOutcome(await read('count', COUNTED, selection), ({ count }) => count),
    services: async (selection) =>
      mapOutcome(await read('services', SERVICES, selection), ({ services }) =>
        services.map((one) => ({
          service: one.service_name,
          records: one.log_count,
          errors: one.error_count,
          activeRules: (one.active_rules ?? []).map(({ rule_name }) => rule_name),
        })),
      ),
    sparkline: async (selection, by) =>
      mapOutcome(await read('sparkline', SPARKLINE, selection, { sparklineBreakdownBy: by }), ({ results }) =>
        results.map((bucket) => ({
          time: bucket.time,
          group: bucket[by] ?? '',
          records: bucket.count,
          bytes: bucket.bytes_uncompressed ?? undefined,
        })),
      ),
    patterns: async (selection) => mapOutcome(await read('patterns', PATTERNS, selection), patternsOf),
    records: async (selection, { limit = 100, after, order } = {}) =>
      mapOutcome(
        await read('query', RECORDS, selection, {
          limit,
          ...(after === undefined ? {} : { after }),
          ...(order === undefined ? {} : { orderBy: order }),
        }),
        ({ results, nextCursor }) => ({
          records: results.map((record) => ({
            uuid: record.uuid,
            timestamp: record.timestamp,
            body: record.body,
            severityText: record.severity_text,
            traceId: record.trace_id,
            attributes: record.attributes ?? {},
            resourceAttributes: record.resource_attributes ?? {},
          })),
          nextCursor: nextCursor ?? undefined,
        }),
      ),
    views: async () =>
      mapOutcome(
        await askPages(on, 'logs/views/', { what: 'views of logs', scope: 'logs:read', item: VIEW }),
        (views) => views.map(viewOf),
      ),
    createView: (wanted) => view('POST', 'logs/views/', { ...wanted }),
    updateView: (shortId: string, change: Partial<NewLogView>) => view('PATCH', viewPath(shortId), { ...change }),
    removeView: (shortId) =>
      askProject(on, viewPath(shortId), { ...WRITE, what: 'a view of logs', method: 'DELETE', shape: NOTHING }),
    samplingRules: async () =>
      mapOutcome(
        await askPages(on, 'logs/sampling_rules/', { what: 'drop rules', scope: 'logs:read', item: RULE }),
        (rules) => rules.map(({ id, name, enabled, rule_type }) => ({ id, name, enabled, kind: rule_type })),
      ),
  }
}

const viewOf = ({ id, short_id, name, filters, pinned }: z.infer<typeof VIEW>): LogView => ({
  id,
  shortId: short_id,
  name,
  filters,
  pinned,
})

const patternsOf = ({ patterns, total_count, scanned_count, sampled }: z.infer<typeof PATTERNS>) => ({
  patterns: patterns.map((one) => ({
    pattern: one.pattern,
    records: one.estimated_count ?? one.count,
    errors: one.error_count,
    services: one.services,
    examples: one.examples.map(({ body, service_name, severity_text }) => ({
      body,
      service: service_name,
      severity: severity_text,
    })),
    severities: one.severity_counts ?? {},
  })),
  totalRecords: total_count,
  scannedRecords: scanned_count,
  sampled,
})
