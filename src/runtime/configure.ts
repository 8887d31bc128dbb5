import { type LogsApi, registeredProvider, registerGlobally } from '../adapters/opentelemetry/global-provider.js'
import { createOwnProvider } from '../adapters/opentelemetry/own-provider.js'
import { createCompletion } from '../destinations/complete-record.js'
import { createContextShipper } from '../destinations/context-shipper.js'
import { createCorrelation } from '../destinations/correlation.js'
import { createForwarding } from '../destinations/forwarding.js'
import { createResource } from '../destinations/resource.js'
import { createConnectedEngine } from '../engine/connected-engine.js'
import type { AdaptiveLogging, AdaptiveLoggingStats } from '../instance/adaptive-logging.js'
import { createLateLogging } from '../instance/late-logging.js'
import { type ConfiguredLogging, processSlot } from '../instance/process-slot.js'
import { createDiag } from '../internal/diag.js'
import { type Runtime, systemRuntime } from '../internal/runtime.js'
import type { AdaptiveLoggingOptions } from '../options/adaptive-logging-options.js'
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.js'
import type { LogRecord } from '../record/log-record.js'
import { createRedactor } from '../redaction/redactor.js'
import { createShipper } from './create-shipper.js'
import { deliveredReport } from './delivered-report.js'
import { createInertLogging } from './inert-logging.js'
import { createLifeMessages } from './life-messages.js'
import { createLifecycle } from './lifecycle.js'
import { createSdkMetrics } from './metrics.js'
import { postAtExit } from './process-end/exit-post.js'
import { LoggedErrors } from './process-end/logged-errors.js'
import { watchProcessEnd } from './process-end/watch-process-end.js'

const DEFAULT_FLUSH_TIMEOUT_MILLIS = 5_000
const EXIT_POST_TIMEOUT_MILLIS = 1_000
const MAX_LAST_REPORT_MILLIS = 500
/** Speaks of the calls, not of what they started. */
const callDiag = createDiag()

/**
 * Starts adaptive logging in this process: builds a LoggerProvider, registers it globally, and begins to sample, ship and
 * report. Synchronous; never waits for the network. After it has returned nothing throws into the app.
 *
 * Called again while running, it returns the running instance and reports that once. After `shutdown()` it starts afresh.
 *
 * @throws TypeError or RangeError naming option, value and what is allowed
 * @example
 * const logging = configureAdaptiveLogging({ serviceName: 'checkout-api', posthogApiKey: 'phc_…' })
 * logging.getLogger('app').emit({ severityNumber: 9, body: 'started' })
 */
export function configureAdaptiveLogging(options: AdaptiveLoggingOptions = {}): AdaptiveLogging {
  const slot = processSlot()
  if (slot.configured !== undefined) {
    sayAgain(slot.configured, options)
    return slot.configured
  }
  const resolved = resolveOptions(options, undefined, registeredProvider())
  const runtime = systemRuntime(resolved.logLevel)
  const { destination } = resolved
  const onShutdown = () => {
    slot.late =
      destination.kind === 'none' || slot.configured === undefined ? undefined : createLateLogging(slot.configured)
    slot.configured = undefined
    for (const kind of ['configured_twice', 'configured_again'] as const) callDiag.resolved(kind)
  }
  slot.late = undefined
  if (destination.kind === 'none') {
    const inert = createInertLogging(resolved, runtime, onShutdown)
    for (const notice of resolved.notices) notice(runtime.diag)
    runtime.diag.once('switched_off', { reason: destination.because })
    slot.early?.handOver(inert)
    slot.early = undefined
    slot.configured = inert
    return inert
  }
  const configured = startLogging(resolved, runtime, onShutdown)
  slot.configured = configured
  const early = slot.early?.handOver(configured)
  slot.early = undefined
  if (early !== undefined && early.missed > 0) runtime.diag.once('logged_too_early', early)
  return configured
}

function sayAgain(running: ConfiguredLogging, options: unknown): void {
  const others = running.differencesTo(typeof options === 'object' && options !== null ? options : {})
  if (others.length === 0) callDiag.once('configured_twice')
  else callDiag.once('configured_again', { options: others.join(', ') })
}

/** Builds each part once; owns forceFlush and shutdown. */
export function startLogging(
  options: ResolvedOptions,
  runtime: Runtime,
  onShutdown: () => void = () => {},
): ConfiguredLogging {
  const { clock, timers, diag } = runtime
  const logged = new LoggedErrors()
  const engine = createConnectedEngine(options, runtime, {
    onInterval: () => sdkMetrics.attach(),
    onError: (record, error) => logged.note(record, error),
    delivered: () => deliveredReport(shipper.stats()),
  })
  const { pipeline } = engine
  const resource = createResource({ ...options.resource })
  const redactor = createRedactor(options.redaction, (error) => diag.once('redact_failed', { cause: error }))
  const complete = createCompletion(createCorrelation(options.attributeMapping))
  const shipper = createContextShipper(createShipper(options, runtime, engine, resource, redactor), complete)
  const forward = createForwarding({
    stamps: options.stamps,
    redactor,
    complete,
    epochMillis: clock.now,
    onEncoded: pipeline.encoded,
  })
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
    processEnd.settle()
    reportedSeen = pipeline.seen
    await Promise.all([shipper.forceFlush({ timeoutMillis }), engine.flush({ timeoutMillis })])
  }

  async function end(timeoutMillis: number): Promise<void> {
    processEnd.stop()
    sdkMetrics.detach()
    registration.undo()
    const deadline = clock.monotonic() + timeoutMillis
    // The last report says what became of the last batches: it needs a little time behind them.
    const reserve = options.lipserviceUrl === undefined ? 0 : Math.min(MAX_LAST_REPORT_MILLIS, timeoutMillis / 10)
    const shipped = shipper.shutdown({ timeoutMillis: timeoutMillis - reserve })
    await Promise.all([shipped, engine.flush({ timeoutMillis })])
    await engine.stop({ timeoutMillis: Math.max(0, deadline - clock.monotonic()) })
    life.ended(stats())
    onShutdown()
  }

  const lifecycle = createLifecycle({ flush, end, clock, timers })

  /** Logs a record of our own: of an error that nobody caught. */
  function log(record: LogRecord): void {
    const decision = pipeline.sample(record)
    if (decision.keep) shipper.ship(record, decision)
  }

  const processEnd = watchProcessEnd({
    handleSignals: options.handleSignals,
    flushOnExit: options.flushOnExit,
    seen: () => pipeline.seen,
    hasPending: () => shipper.stats().pending > 0 || pipeline.seen > reportedSeen,
    flush: () => lifecycle.flush(DEFAULT_FLUSH_TIMEOUT_MILLIS),
    endNow(mayPost) {
      shipper.exit(mayPost ? (requests) => postAtExit(requests, EXIT_POST_TIMEOUT_MILLIS) : undefined)
      life.ended(stats())
    },
    log,
    logged,
    now: clock.now,
    timers,
  })
  const stats = (): AdaptiveLoggingStats => ({
    ...engine.stats(),
    delivery: shipper.stats(),
    reports: engine.reports(),
  })
  const life = createLifeMessages({ options, diag, timers, loggers: () => [...processSlot().loggers] })
  const sdkMetrics = createSdkMetrics({ stats, policy: engine.policy })
  sdkMetrics.attach()
  engine.start()

  return {
    loggerProvider: provider,
    getLogger: (name, version, loggerOptions) => provider.getLogger(name, version, loggerOptions),
    sample: (record) => pipeline.sample(record),
    drop: pipeline.drop,
    ship: (record, decision) => shipper.ship(record, decision),
    shipDeferred: (decision, bytes, parse) => shipper.shipDeferred(decision, bytes, parse),
    forward,
    passed() {},
    watchLogsApi: (name, logsApi) => registration.watchCopy(name, logsApi as LogsApi),
    lose: (decision) => engine.lose(decision.weight, 'swallowed'),
    thinDestination: options.thinDestination,
    now: clock.now,
    stats,
    explain: engine.explain,
    differencesTo: options.differencesTo,
    policy: engine.policy,
    async forceFlush({ timeoutMillis = DEFAULT_FLUSH_TIMEOUT_MILLIS } = {}) {
      await lifecycle.flush(timeoutMillis)
    },
    async shutdown({ timeoutMillis = DEFAULT_FLUSH_TIMEOUT_MILLIS } = {}) {
      await lifecycle.shutdown(timeoutMillis)
    },
  }
}
