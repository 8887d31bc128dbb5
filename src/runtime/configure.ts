import { type LogsApi, registeredProvider, registerGlobally } from '../adapters/opentelemetry/global-provider.js'
import { createOwnProvider } from '../adapters/opentelemetry/own-provider.js'
import { createDelivery } from '../delivery/delivery.js'
import { createContextShipper } from '../destinations/context-shipper.js'
import { createCorrelation } from '../destinations/correlation.js'
import { createDeliveryShipper } from '../destinations/delivery-shipper.js'
import { createExporterShipper } from '../destinations/exporter-shipper.js'
import { openSpool } from '../destinations/open-spool.js'
import { createProviderShipper } from '../destinations/provider-shipper.js'
import { createResource } from '../destinations/resource.js'
import type { Shipper } from '../destinations/shipper.js'
import { type ConnectedEngine, createConnectedEngine } from '../engine/connected-engine.js'
import type { AdaptiveLogging, AdaptiveLoggingStats } from '../instance/adaptive-logging.js'
import { processSlot, type RunningLogging } from '../instance/process-slot.js'
import { createDiag } from '../internal/diag.js'
import { type Runtime, systemRuntime } from '../internal/runtime.js'
import { writeToStderr } from '../internal/stderr.js'
import { processVoice, speaks } from '../internal/voice.js'
import type { AdaptiveLoggingOptions } from '../options/adaptive-logging-options.js'
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js'
import type { LogRecord } from '../record/log-record.js'
import { createRedactor } from '../redaction/redactor.js'
import { summaryStamps } from '../sampling/stamps.js'
import { createLifecycle } from './lifecycle.js'
import { createSdkMetrics } from './metrics.js'
import { postAtExit } from './process-end/exit-post.js'
import { watchProcessEnd } from './process-end/watch-process-end.js'

const DEFAULT_FLUSH_TIMEOUT_MILLIS = 5_000
const EXIT_POST_TIMEOUT_MILLIS = 1_000
/** Speaks of the calls, not of what they started. */
const callDiag = createDiag()

/**
 * Starts adaptive logging in this process: builds a LoggerProvider, registers it globally, and begins to sample, ship and
 * report. Synchronous; never waits for the network. After it has returned nothing throws into the app.
 *
 * Called again while running, it answers the running instance and says so once. After `shutdown()` it starts afresh.
 *
 * @throws TypeError or RangeError naming option, value and what is allowed
 * @example
 * const logging = configureAdaptiveLogging({ serviceName: 'checkout-api', posthogApiKey: 'phc_…' })
 * logging.getLogger('app').emit({ severityNumber: 9, body: 'started' })
 */
export function configureAdaptiveLogging(options: AdaptiveLoggingOptions = {}): AdaptiveLogging {
  const slot = processSlot()
  if (slot.running !== undefined) {
    callDiag.once('configured_twice')
    return slot.running
  }
  const runtime = systemRuntime()
  const running = startLogging(resolveOptions(options, undefined, registeredProvider()), runtime, () => {
    slot.running = undefined
    callDiag.resolved('configured_twice')
  })
  slot.running = running
  return running
}

/** Builds each part once; owns forceFlush and shutdown. */
export function startLogging(
  options: ResolvedOptions,
  runtime: Runtime,
  onShutdown: () => void = () => {},
): RunningLogging {
  const { clock, timers, diag } = runtime
  const engine = createConnectedEngine(options, runtime, { onInterval: () => sdkMetrics.attach() })
  const { pipeline } = engine
  const resource = createResource({ ...options.resource })
  const shipper = createContextShipper(
    createShipper(options, runtime, engine, resource),
    createCorrelation(options.attributeMapping),
  )
  const { minimumSeverity, thinDestination: thin } = options
  const { ship } = shipper
  const parts = { pipeline, minimumSeverity, ship, diag, thin }
  const provider = createOwnProvider(parts)
  const registration = registerGlobally((behind) => {
    // Where the app's own provider is the destination, the shipper emits by it.
    return options.destination.kind === 'provider' ? provider : createOwnProvider({ ...parts, behind })
  }, diag)

  let reportedSeen = 0

  async function flush(timeoutMillis: number): Promise<void> {
    reportedSeen = pipeline.seen
    await Promise.all([shipper.forceFlush({ timeoutMillis }), engine.flush({ timeoutMillis })])
  }

  async function end(timeoutMillis: number): Promise<void> {
    stopWatching()
    sdkMetrics.detach()
    registration.undo()
    await Promise.all([shipper.shutdown({ timeoutMillis }), engine.stop({ timeoutMillis })])
    onShutdown()
  }

  const lifecycle = createLifecycle({ flush, end, clock, timers })

  /** A record of our own making: of an error that nobody caught. */
  function log(record: LogRecord): void {
    const decision = pipeline.sample(record)
    if (decision.keep) shipper.ship(record, decision)
  }

  const stopWatching = watchProcessEnd({
    handleSignals: options.handleSignals,
    flushOnExit: options.flushOnExit,
    seen: () => pipeline.seen,
    hasPending: () => shipper.stats().pending > 0 || pipeline.seen > reportedSeen,
    flush: () => lifecycle.flush(DEFAULT_FLUSH_TIMEOUT_MILLIS),
    flushNow: () => shipper.exit((requests) => postAtExit(requests, EXIT_POST_TIMEOUT_MILLIS)),
    log,
  })
  const stats = (): AdaptiveLoggingStats => ({
    ...engine.stats(),
    delivery: shipper.stats(),
    reports: engine.reports(),
  })
  const sdkMetrics = createSdkMetrics({ stats, policy: engine.policy })
  sdkMetrics.attach()
  engine.start()

  return {
    loggerProvider: provider,
    getLogger: (name, version, loggerOptions) => provider.getLogger(name, version, loggerOptions),
    sample: (record) => pipeline.sample(record),
    ship: (record, decision) => shipper.ship(record, decision),
    shipDeferred: (decision, bytes, parse) => shipper.shipDeferred(decision, bytes, parse),
    watchLogsApi: (name, logsApi) => registration.watchCopy(name, logsApi as LogsApi),
    lose: (decision) => engine.lose(decision.weight, 'swallowed'),
    thinDestination: options.thinDestination,
    now: clock.now,
    stats,
    explain: engine.explain,
    policy: engine.policy,
    async forceFlush({ timeoutMillis = DEFAULT_FLUSH_TIMEOUT_MILLIS } = {}) {
      await lifecycle.flush(timeoutMillis)
    },
    async shutdown({ timeoutMillis = DEFAULT_FLUSH_TIMEOUT_MILLIS } = {}) {
      await lifecycle.shutdown(timeoutMillis)
    },
  }
}

function createShipper(
  options: ResolvedOptions,
  { clock, timers, random, diag }: Runtime,
  engine: ConnectedEngine,
  resource: ReturnType<typeof createResource>,
): Shipper {
  const { destination, stamps, encoding, compression, spool } = options
  const redactor = createRedactor(options.redaction, (error) => diag.once('redact_failed', { cause: error }))
  const onEncoded = engine.pipeline.encoded
  const onUnrepresented = engine.lose
  if (destination.kind !== 'otlp') {
    const parts = { redactor, stamps, epochMillis: clock.now, onEncoded, onUnrepresented }
    return destination.kind === 'provider'
      ? createProviderShipper({ ...parts, provider: destination.provider })
      : createExporterShipper({ ...parts, exporter: destination.exporter, resource, timers, diag })
  }
  const { url, headers } = destination
  const delivery = createDelivery({
    url,
    headers,
    encoding,
    compression,
    resource,
    redactor,
    strictOtlp: options.strictOtlp,
    connection: options.connection,
    clock,
    timers,
    random,
    diag,
    onEncoded,
    onBatch: engine.batchCut,
    onUnrepresented,
    summaryStamps: (signature, weight) => summaryStamps(signature, weight, stamps),
    writeLine(line) {
      if (speaks(processVoice(), 'error')) writeToStderr(line)
    },
    ...(spool !== undefined && { spool: openSpool(spool, `${options.serviceName} ${url}`, diag) }),
  })
  return createDeliveryShipper(delivery, stamps)
}
