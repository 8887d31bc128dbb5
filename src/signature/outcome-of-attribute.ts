import type { Outcome } from './outcome.js'

/** Where loggers and OpenTelemetry put the status of an HTTP response. `code` is none: it is anything. */
export const STATUS_KEYS = new Set([
  'http.response.status_code',
  'http.status_code',
  'statusCode',
  'res.statusCode',
  'response.statusCode',
  'response.status',
])
/** A status of HTTP only where the record says that it is about HTTP. */
export const VAGUE_STATUS_KEYS = new Set(['status', 'err.status', 'err.statusCode'])
/** Attributes of a request: its method, URL or route. */
export const REQUEST_KEYS = new Set([
  'method',
  'url',
  'route',
  'path',
  'originalUrl',
  'req',
  'request',
  'req.method',
  'req.url',
  'request.method',
  'request.url',
  'http.method',
  'http.url',
  'http.route',
  'http.target',
  'http.request.method',
  'url.full',
  'url.path',
])
export const FAILED_WORDS = new Set(['failure', 'failed', 'fail', 'error', 'errored'])
const MAX_FAILED_WORD = 7

/** Ranks of outcomes: the higher one wins. A status says more than `ok: false`, which a 404 is too. */
const RANK: Readonly<Record<Outcome, number>> = { '<failed>': 1, '<4xx>': 2, '<5xx>': 3 }

/** Returns the outcome that says more. */
export function graver(a: Outcome | undefined, b: Outcome | undefined): Outcome | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return RANK[a] >= RANK[b] ? a : b
}

/** The outcome that a text tells: a word of failure in `outcome` or `result`. */
export function outcomeOfWord(key: string, value: string): Outcome | undefined {
  if (value.length > MAX_FAILED_WORD || (key !== 'outcome' && key !== 'result' && key !== 'event.outcome'))
    return undefined
  return FAILED_WORDS.has(value.toLowerCase()) ? '<failed>' : undefined
}

/** The outcome that `false` tells, strictly the boolean. */
export function outcomeOfFlag(key: string): Outcome | undefined {
  return key === 'success' || key === 'ok' ? '<failed>' : undefined
}

/**
 * The outcome that a number tells: the status of an HTTP response.
 *
 * @param attributes all of the record, looked at only for a `status` that may be HTTP's or not
 */
export function outcomeOfStatusAt(
  key: string,
  value: number,
  attributes: Readonly<Record<string, unknown>>,
): Outcome | undefined {
  const outcome = outcomeOfStatus(value)
  if (outcome === undefined) return undefined
  if (STATUS_KEYS.has(key)) return outcome
  return VAGUE_STATUS_KEYS.has(key) && isOfRequest(attributes) ? outcome : undefined
}

export const MIN_STATUS = 400
export const MAX_STATUS = 599

/** Returns the outcome of an HTTP status: an integer 400–599. */
function outcomeOfStatus(status: unknown): Outcome | undefined {
  if (typeof status !== 'number' || !(status >= MIN_STATUS && status <= MAX_STATUS) || !Number.isInteger(status))
    return undefined
  return status < 500 ? '<4xx>' : '<5xx>'
}

function isOfRequest(attributes: Readonly<Record<string, unknown>>): boolean {
  for (const key of REQUEST_KEYS) if (key in attributes) return true
  return false
}

interface Response {
  readonly statusCode?: unknown
  readonly status?: unknown
  readonly status_code?: unknown
}

/** The outcome that an object tells, of those that loggers nest: `res`, `response`, `err` and OpenTelemetry's `http`. The app's getters may throw. */
export function outcomeOfObject(
  key: string,
  value: object,
  attributes: Readonly<Record<string, unknown>>,
): Outcome | undefined {
  try {
    switch (key) {
      case 'res':
      case 'response': {
        const { statusCode, status } = value as Response
        return outcomeOfStatus(statusCode) ?? outcomeOfStatus(status)
      }
      case 'err': {
        const { statusCode, status } = value as Response
        const outcome = outcomeOfStatus(status) ?? outcomeOfStatus(statusCode)
        return outcome !== undefined && isOfRequest(attributes) ? outcome : undefined
      }
      case 'http': {
        const { response, status_code } = value as { readonly response?: Response; readonly status_code?: unknown }
        return outcomeOfStatus(response?.status_code) ?? outcomeOfStatus(status_code)
      }
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}
