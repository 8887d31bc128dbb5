import * as api from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'
import type { Diag } from '../../diag.js'

import { DECIDING } from './wrap-logger-provider.js'

/** The logs API that @opentelemetry/api has since 1.10, beside the older @opentelemetry/api-logs. */
interface LogsApi {
  setGlobalLoggerProvider(provider: LoggerProvider): unknown
  getLoggerProvider(): unknown
  disable(): void
  /** What loggers follow that were fetched before there was a provider. Private; without it they stay as they are. */
  readonly _proxyLoggerProvider?: { _setDelegate?(provider: LoggerProvider): void }
}

interface Place {
  readonly name: string
  readonly logsApi: LogsApi
  /** Whether somebody, by whatever copy of the package, registered a provider. */
  isTaken(): boolean
}

type Globals = Record<symbol, { logs?: unknown } | undefined>
const globals = globalThis as unknown as Globals

function places(): Place[] {
  // A namespace import: a named one does not link against 1.9.
  const { logs: newer } = api as unknown as { logs?: LogsApi }
  const found: Place[] = []
  if (newer !== undefined) {
    const isTaken = () => globals[Symbol.for('opentelemetry.js.api.1')]?.logs !== undefined
    found.push({ name: '@opentelemetry/api', logsApi: newer, isTaken })
  }
  const isTaken = () => globals[Symbol.for('io.opentelemetry.js.api.logs')] !== undefined
  found.push({ name: '@opentelemetry/api-logs', logsApi: logs as unknown as LogsApi, isTaken })
  return found
}

const providerIn = ({ logsApi, isTaken }: Place): LoggerProvider | undefined =>
  isTaken() ? (delegateOf(logsApi.getLoggerProvider()) as LoggerProvider) : undefined

/** The provider that an OpenTelemetry SDK of the app has registered, in either API. */
export function registeredProvider(): LoggerProvider | undefined {
  return places().map(providerIn).find(Boolean)
}

/**
 * Registers in both global logs APIs, so that records reach us by whichever a library uses. Where a provider is registered
 * already, ours takes its place, with that one behind it: `make` is given it. Answers how to undo it.
 */
export function registerGlobally(make: (behind: LoggerProvider | undefined) => LoggerProvider, diag: Diag): () => void {
  const all = places()
  const before = all.map(providerIn)
  const made = new Map<LoggerProvider | undefined, LoggerProvider>()
  const undo: (() => void)[] = []
  for (const [i, place] of all.entries()) {
    const { name, logsApi } = place
    // Records of an API that nobody serves go to the provider of the other: it may know no better.
    const behind = before[i] ?? before.find(Boolean)
    const provider = made.get(behind) ?? make(behind)
    made.set(behind, provider)
    if (before[i] !== undefined && DECIDING.has(before[i]!)) {
      diag.once('decided', `the LoggerProvider registered in ${name} samples already; it stays`)
      continue
    }
    if (before[i] !== undefined) {
      diag.once('behind', 'a LoggerProvider was registered already: what goes to it is sampled from now on')
      // Of loggers fetched early those follow that have not logged yet.
      logsApi._proxyLoggerProvider?._setDelegate?.(provider)
      logsApi.disable()
    }
    logsApi.setGlobalLoggerProvider(provider)
    if (providerIn(place) !== provider) {
      diag.once(`taken:${name}`, `no LoggerProvider can be registered in ${name}: another copy of it is in the way`)
      continue
    }
    undo.push(() => {
      if (providerIn(place) !== provider) return
      logsApi.disable()
      if (before[i] !== undefined) logsApi.setGlobalLoggerProvider(before[i])
    })
  }
  return () => {
    for (const step of undo) step()
  }
}

function delegateOf(provider: unknown): unknown {
  const proxy = provider as { _getDelegate?: () => unknown; getDelegate?: () => unknown }
  return proxy._getDelegate?.() ?? proxy.getDelegate?.() ?? provider
}
