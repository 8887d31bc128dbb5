/** A log as posthog-node takes it, and as its `logs.beforeSend` is given it. */
export interface PostHogLog {
  /** The message. Nothing is logged without one. */
  body: string
  /** `trace`, `debug`, `info`, `warn`, `error` or `fatal`. Default: `info`. */
  level?: string | undefined
  /** 32 hex digits. */
  trace_id?: string | undefined
  /** 16 hex digits. */
  span_id?: string | undefined
  /** W3C trace flags. */
  trace_flags?: number | undefined
  /** Fields of the record. */
  attributes?: Record<string, unknown> | undefined
}

type BeforeSend = (log: PostHogLog) => PostHogLog | null | undefined

interface ActiveSpan {
  readonly traceId?: unknown
  readonly spanId?: unknown
  traceparent?(): string | undefined
}

/** Who and what a client knows of the call that is under way. */
interface ClientContext {
  readonly distinctId?: unknown
  readonly sessionId?: unknown
  readonly activeFeatureFlags?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
}

/** What is used of a client of posthog-node ≥ 5.67. Of `_logContext`, which its own logs are completed by, it is no public part. */
export interface PostHogClient {
  captureLog(log: PostHogLog): void
  readonly isDisabled?: boolean
  readonly optedOut?: boolean
  readonly options?: {
    readonly logs?: {
      readonly beforeSend?: BeforeSend | readonly BeforeSend[]
      readonly rateCap?: { readonly maxLogs?: number; readonly windowMs?: number }
    }
  }
  getActiveSpan?(): ActiveSpan | null | undefined
  getContext?(): ClientContext | undefined
  _logContext?(): ClientContext | undefined
  getLibraryVersion?(): string
  captureException?(error: unknown, distinctId?: string, properties?: object, ...more: unknown[]): void
  captureExceptionImmediate?(error: unknown, ...more: unknown[]): Promise<void>
}

const DEFAULT_RATE_CAP = { maxLogs: 10_000, windowMs: 10_000 }

/** The most that a client takes in a window, and drops beyond. */
export interface RateCap {
  readonly maxLogs: number
  readonly windowMs: number
}

export function isPostHogClient(value: unknown): value is PostHogClient {
  return (
    typeof value === 'object' && value !== null && typeof (value as Partial<PostHogClient>).captureLog === 'function'
  )
}

/** Returns the rate cap of a client, as it reads its own options; `undefined`: it has none. */
export function rateCapOf({ options }: PostHogClient): RateCap | undefined {
  const given = options?.logs?.rateCap
  const windowMs = given?.windowMs ?? DEFAULT_RATE_CAP.windowMs
  const maxLogs = given !== undefined && 'maxLogs' in given ? given.maxLogs : DEFAULT_RATE_CAP.maxLogs
  const isCap = maxLogs !== undefined && maxLogs > 0 && maxLogs < Number.POSITIVE_INFINITY && windowMs > 0
  return isCap ? { maxLogs, windowMs } : undefined
}

/** Returns whether a client would send a log at all: it is neither switched off nor opted out, and there is something to say. */
export function isWanted(client: PostHogClient, log: PostHogLog | null | undefined): log is PostHogLog {
  return !!log?.body && client.isDisabled !== true && client.optedOut !== true
}

/** Returns the span that a log belongs to: its own ids, or else the active span of the client. */
export function spanOfLog(log: PostHogLog, client: PostHogClient | undefined): SpanIds | undefined {
  const { trace_id: traceId, span_id: spanId, trace_flags: traceFlags } = log
  if (traceId || spanId) {
    return typeof traceId === 'string' && typeof spanId === 'string'
      ? { traceId, spanId, ...(traceFlags !== undefined && { traceFlags }) }
      : undefined
  }
  const span = client?.getActiveSpan?.()
  if (typeof span?.traceId !== 'string' || typeof span.spanId !== 'string') return undefined
  const flags = traceFlags ?? Number.parseInt(span.traceparent?.()?.split('-')[3] ?? '', 16)
  return { traceId: span.traceId, spanId: span.spanId, ...(!Number.isNaN(flags) && { traceFlags: flags }) }
}

interface SpanIds {
  readonly traceId: string
  readonly spanId: string
  readonly traceFlags?: number
}

/** Returns the attributes by which PostHog finds person, session and feature flags, as far as the client knows them. Never throws. */
export function identityOf(client: PostHogClient): Record<string, unknown> {
  try {
    const context = client.getContext?.()
    const { distinctId, sessionId, activeFeatureFlags } = client._logContext?.() ?? context ?? {}
    const flags = activeFeatureFlags ?? context?.properties?.['$active_feature_flags']
    return {
      ...(distinctId ? { posthogDistinctId: distinctId } : {}),
      ...(sessionId ? { sessionId } : {}),
      ...(Array.isArray(flags) && flags.length > 0 ? { feature_flags: flags } : {}),
    }
  } catch {
    return {}
  }
}

/**
 * Returns what the app's own `logs.beforeSend` of the client makes of a log: functions in their order; `undefined`: one of them, or an empty
 * text, drops it.
 *
 * @throws what one of them throws
 */
export function afterBeforeSend({ options }: PostHogClient, log: PostHogLog): PostHogLog | undefined {
  const given = options?.logs?.beforeSend
  const steps = given === undefined ? [] : typeof given === 'function' ? [given] : given
  let result = log
  for (const step of steps) {
    const next = step(result)
    if (!next) return undefined
    result = next
  }
  return result.body ? result : undefined
}
