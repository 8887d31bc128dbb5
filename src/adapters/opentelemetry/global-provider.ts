import * as api from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'
import type { Diag } from '../../internal/diag.js'
import { isDecider } from '../../ownership/decided-once.js'

/** The logs API that @opentelemetry/api has since 1.10, beside the older @opentelemetry/api-logs. */
export interface LogsApi {
  setGlobalLoggerProvider(provider: LoggerProvider): unknown
  getLoggerProvider(): unknown
  disable(): void
  /** Private: what loggers delegate to that were fetched before there was a provider. Without it they stay as they are. */
  readonly _proxyLoggerProvider?: { _setDelegate?(provider: LoggerProvider): void }
}

interface Place {
  readonly name: string
  readonly logsApi: LogsApi
  /** Returns whether a provider is registered, by any copy of the package. */
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

/** Returns the provider that an OpenTelemetry SDK of the app has registered, in either API. */
export function registeredProvider(): LoggerProvider | undefined {
  return places().map(providerIn).find(Boolean)
}

/** The provider that ours forwards records to. It may be registered after ours. */
export interface Behind {
  provider: LoggerProvider | undefined
}

export interface Registration {
  /** An SDK may come to use this copy of the package later: its provider then stands behind ours as well. */
  watchCopy(name: string, logsApi: LogsApi): void
  undo(): void
}

/**
 * Registers in both global logs APIs, so that records reach us by whichever a library uses. A provider that is registered
 * already, or registers later, stands behind ours: `make` is given its place.
 */
export function registerGlobally(make: (behind: Behind) => LoggerProvider, diag: Diag): Registration {
  const all = places()
  const before = all.map(providerIn)
  // Records of an API without a provider go to the provider of the other API.
  const shared: Behind = { provider: before.find(Boolean) }
  const provider = make(shared)
  const undo: (() => void)[] = []
  const watches = new Map<string, (copy: LogsApi) => void>()
  for (const [i, place] of all.entries()) {
    const { name, logsApi } = place
    const there = before[i]
    if (there !== undefined && isDecider(there)) {
      diag.once('provider_samples', { api: name, about: name })
      continue
    }
    const isOther = there !== undefined && there !== shared.provider
    const behind = isOther ? { provider: there } : shared
    const ours = isOther ? make(behind) : provider
    if (there !== undefined) {
      diag.once('provider_behind', { when: 'registered already' })
      // Of the loggers fetched early, those that have not logged yet follow.
      logsApi._proxyLoggerProvider?._setDelegate?.(ours)
      logsApi.disable()
    }
    logsApi.setGlobalLoggerProvider(ours)
    if (providerIn(place) !== ours) {
      diag.once('provider_refused', { api: name, about: name })
      continue
    }
    const watch = (copy: LogsApi) => undo.unshift(watchLateProvider({ ...place, logsApi: copy }, ours, behind, diag))
    watches.set(name, watch)
    watch(logsApi)
    undo.push(() => {
      if (providerIn(place) !== ours) return
      logsApi.disable()
      const next = there ?? lateOf(behind, before)
      if (next !== undefined) logsApi.setGlobalLoggerProvider(next)
    })
  }
  const watched = new WeakSet<LogsApi>(all.map(({ logsApi }) => logsApi))
  return {
    watchCopy(name, logsApi) {
      if (watched.has(logsApi)) return
      watched.add(logsApi)
      watches.get(name)?.(logsApi)
    },
    undo() {
      for (const step of undo) step()
    },
  }
}

/** Returns the provider that came to stand behind ours after ours was registered. */
function lateOf({ provider }: Behind, before: readonly (LoggerProvider | undefined)[]): LoggerProvider | undefined {
  return provider !== undefined && !before.includes(provider) ? provider : undefined
}

/** Takes the provider of an SDK that starts after us behind ours: it would be refused, and its exporters get nothing. */
function watchLateProvider(place: Place, ours: LoggerProvider, behind: Behind, diag: Diag): () => void {
  const { name, logsApi } = place
  const set = logsApi.setGlobalLoggerProvider
  logsApi.setGlobalLoggerProvider = (late) => {
    const isNews = late !== ours && behind.provider === undefined && providerIn(place) === ours && !isDecider(late)
    if (!isNews) return set.call(logsApi, late)
    behind.provider = late
    diag.once('provider_behind', { when: 'registered after ours' })
    // One of the two APIs returns the provider in force, the other whether it was taken.
    return name === '@opentelemetry/api' ? true : late
  }
  return () => {
    logsApi.setGlobalLoggerProvider = set
  }
}

function delegateOf(provider: unknown): unknown {
  const proxy = provider as { _getDelegate?: () => unknown; getDelegate?: () => unknown }
  return proxy._getDelegate?.() ?? proxy.getDelegate?.() ?? provider
}
