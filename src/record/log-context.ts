import { AsyncLocalStorage } from 'node:async_hooks'

/** Attributes of all records that are logged within a call. */
export type LogContext = Readonly<Record<string, unknown>>

// Process-wide, so that the ESM and the CJS build of the package are one SDK.
const SLOT = Symbol.for('lipservice.context')

function storage(): AsyncLocalStorage<LogContext> {
  const holder = globalThis as unknown as Record<symbol, AsyncLocalStorage<LogContext> | undefined>
  const store = holder[SLOT] ?? new AsyncLocalStorage<LogContext>()
  holder[SLOT] = store
  return store
}

const contexts = storage()

/**
 * Runs `work`, and gives these attributes to every record that is kept within it, of any logger, across `await`, timers and
 * callbacks. A record's own attributes take precedence; nested contexts add up. Returns what `work` returns.
 *
 * PostHog links logs to a person by `posthogDistinctId` and to a session recording by `sessionId`.
 *
 * @example
 * app.use((req, res, next) => withLogContext({ posthogDistinctId: req.user.id, sessionId: req.get('x-session') }, next))
 */
export function withLogContext<T>(attributes: LogContext, work: () => T): T {
  return contexts.run({ ...contexts.getStore(), ...attributes }, work)
}

/** Returns the attributes in force; `undefined` outside of any context. */
export function currentLogContext(): LogContext | undefined {
  return contexts.getStore()
}
