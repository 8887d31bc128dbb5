import * as z from 'zod/mini'
import { parseRetryAfter } from '../../../internal/retry-after.js'
import { type Failed, type Outcome, ok } from '../contract/outcome.js'
import type { HttpAnswer } from './exchange.js'

/** What is known of a request when its answer is judged. */
export interface Asked<T> {
  /** For people, such as `query`. */
  readonly what: string
  /** The scope that it needs, such as `query:read`. */
  readonly scope: string
  readonly shape: z.ZodMiniType<T>
}

/** What PostHog's framework says of an error. Older endpoints say `error` alone. */
const PROBLEM = z.object({
  detail: z.optional(z.unknown()),
  error: z.optional(z.unknown()),
  code: z.optional(z.nullable(z.string())),
})

const SCOPE = /scope '([a-z_]+:[a-z]+)'/
/** ClickHouse's own names of its limits, as PostHog passes them on, and its words. */
const EXPENSIVE_CODES = new Set([
  'timeout_exceeded',
  'too_slow',
  'too_many_bytes',
  'too_many_rows',
  'too_many_rows_or_bytes',
  'memory_limit_exceeded',
  'estimated_query_execution_time_too_long',
])
const EXPENSIVE_WORDS =
  /max(imum)? execution time|estimated query execution time|bytes to read|reads? too (much|many)|memory limit|too large to/i

/** Says what came of a request. The body of an answer is kept only as far as its shape names it. */
export function judge<T>(
  asked: Asked<T>,
  answer: HttpAnswer,
  epochMillis: number,
  clean: (text: string) => string,
): Outcome<T> {
  const { what, scope, shape } = asked
  if ('failed' in answer) return failed('unavailable', `${what}: ${clean(answer.failed)}`)
  const { status, retryAfter, text } = answer
  const problem = status < 400 && status !== 202 ? undefined : problemOf(text)
  const detail = clean(problem?.detail ?? '')
  const said = detail === '' ? `it answered ${status}` : `it answered ${status}: ${detail}`
  const code = problem?.code === undefined ? {} : { code: clean(problem.code) }
  const more = { status, ...code }
  switch (true) {
    case status === 401:
      return failed('bad_key', `${what}: PostHog does not take the key: ${detail || said}`, more)
    case status === 403: {
      const named = SCOPE.exec(detail)?.[1]
      const why =
        named === undefined
          ? `${said}. It needs ${scope}, and the right in PostHog`
          : `the key lacks the scope ${named}`
      return failed('missing_scope', `${what}: ${why}`, { ...more, scope: named ?? scope })
    }
    case status === 429: {
      const retryAfterMs = parseRetryAfter(retryAfter, epochMillis)
      return failed('throttled', `${what}: ${said}`, {
        ...more,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      })
    }
    case status === 202:
      return failed('too_expensive', `${what}: PostHog answers later: ask for less`, more)
    case status === 413 || status === 512 || isExpensive(problem?.code, detail):
      return failed('too_expensive', `${what}: ${said}`, more)
    case status >= 500:
      return failed('unavailable', `${what}: ${said}`, more)
    case status >= 400:
      return failed('refused', `${what}: ${said}`, more)
    case status >= 300 || status < 200:
      return failed('unavailable', `${what}: it answered ${status}, and redirects are not followed`, more)
    default:
      return shaped(what, shape, text, status)
  }
}

const isExpensive = (code: string | undefined, detail: string): boolean =>
  (code !== undefined && EXPENSIVE_CODES.has(code.toLowerCase())) || EXPENSIVE_WORDS.test(detail)

export const failed = (outcome: Failed['outcome'], message: string, more: Partial<Failed> = {}): Failed => ({
  outcome,
  message,
  ...more,
})

function shaped<T>(what: string, shape: z.ZodMiniType<T>, text: string, status: number): Outcome<T> {
  let value: unknown
  try {
    value = text === '' ? undefined : JSON.parse(text)
  } catch {
    return failed('unavailable', `${what}: it answered ${status} with what is no JSON`, { status })
  }
  const parsed = z.safeParse(shape, value)
  if (parsed.success) return ok(parsed.data)
  const field = pathOf(parsed.error.issues[0]?.path ?? [])
  return failed('changed_shape', `${what}: PostHog's answer is not as it was: ${field || 'the whole'}`, {
    status,
    field,
  })
}

/** Names that the shape gave, and places in lists; keys of others are not among them, but for records. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 64)}`))
    .join('')
    .replace(/^\./, '')
    .slice(0, 256)
}

function problemOf(text: string): { detail: string; code?: string } | undefined {
  try {
    const parsed = z.safeParse(PROBLEM, JSON.parse(text))
    if (!parsed.success) return undefined
    const { detail, error, code } = parsed.data
    const words = [detail, error].find((said) => typeof said === 'string')
    return { detail: words ?? '', ...(typeof code === 'string' ? { code } : {}) }
  } catch {
    return undefined
  }
}
