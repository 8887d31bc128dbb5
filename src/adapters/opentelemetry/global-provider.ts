import * as api from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'
import type { Diag } from '../../diag.js'

/** The logs API that @opentelemetry/api has since 1.10, beside the older @opentelemetry/api-logs. */
interface LogsApi {
  setGlobalLoggerProvider(provider: LoggerProvider): unknown
  getLoggerProvider(): unknown
  disable(): void
}

/** Registers the provider in both global logs APIs; says so where one is taken. Answers how to undo it. */
export function registerGlobally(provider: LoggerProvider, diag: Diag): () => void {
  const both: readonly [name: string, logsApi: LogsApi | undefined][] = [
    ['@opentelemetry/api-logs', logs],
    // A namespace import: a named one does not link against 1.9.
    ['@opentelemetry/api', (api as { logs?: LogsApi }).logs],
  ]
  const ours: LogsApi[] = []
  for (const [name, logsApi] of both) {
    if (logsApi === undefined) continue
    logsApi.setGlobalLoggerProvider(provider)
    if (delegateOf(logsApi.getLoggerProvider()) === provider) ours.push(logsApi)
    else diag.once(`taken:${name}`, `another LoggerProvider is registered in ${name}; its records are not sampled`)
  }
  return () => {
    for (const logsApi of ours) {
      if (delegateOf(logsApi.getLoggerProvider()) === provider) logsApi.disable()
    }
  }
}

function delegateOf(provider: unknown): unknown {
  const proxy = provider as { _getDelegate?: () => unknown; getDelegate?: () => unknown }
  return proxy._getDelegate?.() ?? proxy.getDelegate?.() ?? provider
}
