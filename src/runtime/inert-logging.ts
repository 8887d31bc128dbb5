import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import { registeredProvider } from '../adapters/opentelemetry/global-provider.js'
import { DeliveryLedger } from '../delivery/delivery-ledger.js'
import { createSamplingEngine } from '../engine/sampling-engine.js'
import type { ConfiguredLogging } from '../instance/process-slot.js'
import type { Runtime } from '../internal/runtime.js'
import type { ResolvedOptions } from '../options/resolve-options.js'
import { keptUndecided } from '../sampling/decision.js'

const PASSES = keptUndecided('disabled')

const SILENT_LOGGER = { emit() {}, enabled: () => false } as Logger
const SILENT_PROVIDER: LoggerProvider = { getLogger: () => SILENT_LOGGER }

/** Returns an instance that takes every call and does nothing: no record is counted or sent, nothing is registered, no timer runs. */
export function createInertLogging(
  options: ResolvedOptions,
  runtime: Runtime,
  onShutdown: () => void,
): ConfiguredLogging {
  const engine = createSamplingEngine({ ...options, mode: 'off' }, runtime)
  const ledger = new DeliveryLedger(() => {})
  const provider = registeredProvider() ?? SILENT_PROVIDER
  return {
    loggerProvider: provider,
    getLogger: (name, version, loggerOptions) => provider.getLogger(name, version, loggerOptions),
    sample: () => PASSES,
    ship() {},
    shipDeferred() {},
    forward: undefined,
    passed() {},
    lose() {},
    watchLogsApi() {},
    thinDestination: false,
    now: runtime.clock.now,
    stats: () => ({ ...engine.stats(), delivery: ledger.stats(0), reports: { sent: 0, failed: 0 } }),
    explain: engine.explain,
    policy: () => engine.policyState.inForce(undefined),
    differencesTo: options.differencesTo,
    forceFlush: async () => {},
    async shutdown() {
      onShutdown()
    },
  }
}
