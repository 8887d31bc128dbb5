import { createControlPlaneClient } from '../control-plane/client.js'
import { acceptPolicy, parseJson } from '../control-plane/policy-acceptance.js'
import { createPolicyCacheFile } from '../control-plane/policy-cache/policy-cache-file.js'
import { createPolicyPoller } from '../control-plane/policy-poller.js'
import type { ReportStats } from '../control-plane/stats-reporter.js'
import { createStatsReporter } from '../control-plane/stats-reporter.js'
import { within } from '../internal/deadline.js'
import type { Runtime } from '../internal/runtime.js'
import type { ResolvedSamplingOptions } from '../options/resolve-options.js'
import type { PolicyInForce } from '../sampling/policy-state.js'
import { createSamplingEngine, type EngineHooks, type SamplingEngine } from './sampling-engine.js'

/** Sampling without delivery: the engine, with policies from the server and reports to it. */
export interface ConnectedEngine extends SamplingEngine {
  policy(): PolicyInForce
  reports(): ReportStats
  /** Starts polling; without a LipService server there is nothing to start. */
  start(): void
  /** Sends what has been counted since the last report, within the deadline. */
  flush(options: { timeoutMillis: number }): Promise<void>
  /** Sends the last report and stops. */
  stop(options: { timeoutMillis: number }): Promise<void>
}

function apiKeyOf({ lipserviceApiKey: key }: ResolvedSamplingOptions) {
  if (key === undefined) return {}
  return { apiKey: typeof key === 'function' ? key : key.reveal() }
}

export function createConnectedEngine(
  options: ResolvedSamplingOptions,
  runtime: Runtime,
  hooks: Pick<EngineHooks, 'onInterval' | 'onError' | 'delivered'> = {},
): ConnectedEngine {
  const { clock, timers, random, diag } = runtime
  for (const notice of options.notices) notice(diag)
  const engine = createSamplingEngine(options, runtime, {
    onInterval() {
      controlPlane?.poller.checkExpiry()
      hooks.onInterval?.()
    },
    onRecord: () => controlPlane?.reporter.recordSeen(),
    ...(hooks.onError !== undefined && { onError: hooks.onError }),
    ...(hooks.delivered !== undefined && { delivered: hooks.delivered }),
  })
  const controlPlane = options.lipserviceUrl === undefined ? undefined : connect(options.lipserviceUrl)

  function connect(url: string) {
    const client = createControlPlaneClient({
      url,
      serviceName: options.serviceName,
      instanceId: engine.instanceId,
      clock,
      timers,
      diag,
      connection: { proxies: options.proxies },
      ...apiKeyOf(options),
      ...(options.teamId !== undefined && { teamId: options.teamId }),
    })
    const { serviceName, teamId, policyCacheFile } = options
    const cache =
      policyCacheFile === undefined
        ? undefined
        : createPolicyCacheFile({
            path: policyCacheFile,
            service: serviceName,
            teamId,
            judge: (text) => acceptPolicy(parseJson(text), options, clock.now()),
            diag,
          })
    const cached = cache?.load()
    if (cached !== undefined) {
      const ageMillis = Math.max(0, clock.now() - cached.acceptedAt)
      engine.usePolicy(cached.policy, { source: 'cache', ageMillis })
    }
    const poller = createPolicyPoller({
      client,
      serviceName,
      teamId,
      cached,
      onPolicy({ policy, text, etag }) {
        engine.usePolicy(policy)
        cache?.save({ service: serviceName, teamId, etag, acceptedAt: clock.now(), text })
      },
      onConfirmed: () => engine.policyState.confirm(),
      onExpired: () => engine.usePolicy(undefined),
      diag,
      clock,
      timers,
      random,
    })
    const reporter = createStatsReporter({
      client,
      takeReport: engine.ledger.take,
      hasMore: engine.ledger.hasMore,
      putBack: engine.ledger.putBack,
      onReceipt: engine.ledger.heed,
      onPolicyVersion: (version) => {
        if (version !== engine.policyState.current()?.version) poller.refresh()
      },
      diag,
      timers,
      random,
    })
    return { client, poller, reporter, cache }
  }

  return {
    ...engine,
    policy: () => engine.policyState.inForce(controlPlane?.poller.problem()),
    reports: () => controlPlane?.reporter.stats() ?? { sent: 0, failed: 0 },
    start: () => controlPlane?.poller.start(),
    async flush({ timeoutMillis }) {
      if (controlPlane === undefined) return
      await within(timeoutMillis, timers, controlPlane.reporter.flush())
    },
    async stop({ timeoutMillis }) {
      if (controlPlane === undefined) return
      controlPlane.poller.stop()
      await within(timeoutMillis, timers, controlPlane.reporter.flush())
      controlPlane.reporter.stop()
      await controlPlane.client.close()
      if (controlPlane.cache !== undefined) await within(timeoutMillis, timers, controlPlane.cache.settled())
    },
  }
}
