import { type Answer, invalid, okay } from './answers.js'
import type { Capture } from './capture.js'
import { fields, oneOf, text, textUpTo } from './fields.js'
import type { Surroundings } from './hogql/functions.js'
import type { Parse } from './hogql/parse.js'
import { type Found, runSelect } from './hogql/select.js'
import { HogQLError, UnknownToFake } from './hogql/tree.js'
import type { LogRows } from './log-row.js'
import type { Route } from './route.js'
import type { PostHogApiSwitches } from './settings.js'
import { sourceOf } from './sources.js'

const LIMITS = { defaultRows: 100, maxRows: 50_000 }
/** Bytes of a value of a column that is no text, about. */
const PLAIN_BYTES = 8

export interface QueryParts {
  readonly parse: Parse
  readonly logs: LogRows
  readonly capture: Capture
  readonly switches: PostHogApiSwitches
  readonly around: Surroundings
  /** Told of what the fake does not know: a test that leans on it proves nothing. */
  violated(what: string): void
  /** All queries that came, in order. */
  readonly asked: string[]
}

export function queryRoute(parts: QueryParts): Route {
  return {
    method: 'POST',
    path: '/api/projects/:project/query/',
    auth: { scope: 'query:read' },
    throttle: 'query',
    body: fields({
      'query!': fields({ 'kind!': oneOf('HogQLQuery'), 'query!': text }),
      name: textUpTo(128),
      refresh: oneOf('blocking', 'force_blocking'),
    }),
    handle: ({ body }) => answerOf(String((body['query'] as Record<string, unknown>)['query']), parts),
  }
}

function answerOf(query: string, parts: QueryParts): Answer {
  const { parse, logs, capture, switches, around, violated, asked } = parts
  asked.push(query)
  try {
    const found = runSelect(
      parse(query),
      (table) => sourceOf(table, logs, () => capture.events, switches, around),
      around,
      LIMITS,
    )
    return (
      tooExpensive(found, parts) ??
      okay({
        columns: found.columns,
        results: found.lines.map(({ values }) => values),
        types: [],
        hasMore: found.hasMore,
        hogql: query,
        error: null,
        query_status: null,
        is_cached: false,
        timings: [],
      })
    )
  } catch (error) {
    if (!(error instanceof HogQLError)) throw error
    if (error instanceof UnknownToFake) violated(`${error.message}: ${query}`)
    return invalid(error.message, error.code)
  }
}

function tooExpensive({ scanned, read }: Found, { logs, switches }: QueryParts): Answer | undefined {
  if (scanned > switches.rowsIn10Seconds)
    return invalid(
      'Query has hit the max execution time before completing. See our docs for how to improve your query performance.',
      'timeout_exceeded',
    )
  if (switches.bytesRead < Number.POSITIVE_INFINITY) {
    const each = logs.size === 0 ? 0 : bytesOf(logs, read) / logs.size
    if (each * scanned > switches.bytesRead)
      return invalid('Query reads too much data: limit for bytes to read exceeded.', 'too_many_bytes')
  }
  if (scanned > switches.rowsUntilLater)
    return { status: 202, body: { query_status: { id: 'later', complete: false, query_async: true } } }
  return undefined
}

function bytesOf(logs: LogRows, read: ReadonlySet<string>): number {
  let bytes = 0
  for (const { body, pattern, attributes, times } of logs.within()) {
    let each = PLAIN_BYTES * read.size
    if (read.has('body') || read.has('message')) each += body.length
    if (read.has('pattern')) each += pattern.length
    if (read.has('attributes')) each += JSON.stringify(attributes).length
    bytes += each * times
  }
  return bytes
}
