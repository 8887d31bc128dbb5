import { type Context, context, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'

/** Where all copies of OpenTelemetry's API 1.x keep what is registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1')
const globals = globalThis as unknown as Record<symbol, { readonly context?: unknown } | undefined>
/** Made once, and changed from then on: to look for it among the globals costs more than to read it. */
let registered: { readonly context?: unknown } | undefined

/**
 * Returns the span of a context, or of the active one; `undefined`: none. Without a context manager no context is ever active, which is known
 * without asking the API.
 */
export function activeSpanContext(given?: Context): SpanContext | undefined {
  if (given === undefined) {
    registered ??= globals[REGISTERED]
    if (registered?.context === undefined) return undefined
  }
  const active = given ?? context.active()
  return active === ROOT_CONTEXT ? undefined : trace.getSpanContext(active)
}
