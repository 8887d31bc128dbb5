import * as z from 'zod/mini'
import type { LogSelection } from '../contract/logs.js'
import { listIn, TEXT } from './endpoint.js'

/** What the logs endpoints take of a selection. */
export function bodyOf({ from, to, services, severities, searchTerm, filters }: LogSelection): Record<string, unknown> {
  return {
    dateRange: { date_from: from.toISOString(), date_to: to.toISOString() },
    ...(services === undefined ? {} : { serviceNames: services }),
    ...(severities === undefined ? {} : { severityLevels: severities }),
    ...(searchTerm === undefined ? {} : { searchTerm }),
    ...(filters === undefined ? {} : { filterGroup: filters }),
  }
}

const COUNT = z.int().check(z.minimum(0))

export const COUNTED = z.object({ count: COUNT })
export const HAS_LOGS = z.object({ hasLogs: z.boolean() })

export const SERVICES = z.object({
  services: z.array(
    z.object({
      service_name: z.string(),
      log_count: COUNT,
      error_count: COUNT,
      active_rules: z.optional(z.nullable(z.array(z.object({ rule_name: z.string() })))),
    }),
  ),
})

const BUCKET = z.object({
  time: z.string(),
  severity: z.optional(z.nullable(z.string())),
  service: z.optional(z.nullable(z.string())),
  count: COUNT,
  bytes_uncompressed: z.optional(z.nullable(COUNT)),
})
/** A list; its documentation says an object with one. */
export const SPARKLINE = listIn(z.object({ results: z.array(BUCKET) }))

export const PATTERNS = z.object({
  patterns: z.array(
    z.object({
      pattern: z.string(),
      count: COUNT,
      estimated_count: z.optional(z.nullable(COUNT)),
      error_count: COUNT,
      services: z.array(z.string()),
      examples: z.array(z.object({ body: z.string(), service_name: z.string(), severity_text: z.string() })),
      severity_counts: z.optional(z.nullable(z.record(z.string(), COUNT))),
    }),
  ),
  total_count: COUNT,
  scanned_count: COUNT,
  sampled: z.boolean(),
})

const MAP = z.optional(z.nullable(z.record(z.string(), z.string())))
export const RECORDS = z.object({
  results: z.array(
    z.object({
      uuid: z.string(),
      timestamp: z.string(),
      body: z.string(),
      severity_text: z.string(),
      trace_id: TEXT,
      attributes: MAP,
      resource_attributes: MAP,
    }),
  ),
  nextCursor: z.optional(z.nullable(z.string())),
})

export const VIEW = z.object({
  id: z.string(),
  short_id: z.string(),
  name: z.string(),
  filters: z.record(z.string(), z.unknown()),
  pinned: z.boolean(),
})

export const RULE = z.object({ id: z.string(), name: z.string(), enabled: z.boolean(), rule_type: z.string() })
