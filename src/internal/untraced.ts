import { context } from '@opentelemetry/api'

/** The key by which OpenTelemetry's instrumentations know what they must not trace: the one of `suppressTracing` in its core. */
const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/** Runs `work` so that no span comes of it: the SDK's own requests are none of the app's. */
export function untraced<T>(work: () => T): T {
  return context.with(context.active().setValue(SUPPRESS_TRACING, true), work)
}
