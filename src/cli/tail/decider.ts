import { createConnectedEngine } from '../../engine/connected-engine.js'
import { systemRuntime } from '../../internal/runtime.js'
import type { BudgetOption } from '../../options/adaptive-logging-options.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import type { LogRecord } from '../../record/log-record.js'
import { configureAdaptiveLogging } from '../../runtime/configure.js'
import type { KeepDecision, SamplingDecision } from '../../sampling/decision.js'
import type { SamplingStats } from '../../stats/logging-stats.js'
import { resolved } from '../command/resolved.js'

const END_MILLIS = 5_000

/** What became of kept records. Why is said when it happens. */
export interface Shipped {
  /** The backend has them. */
  readonly delivered: number
  /** Nobody has them. */
  readonly lost: number
  /** On disk, for the next process. */
  readonly waiting: number
}

/** What decides and, with a key, ships. */
export interface Decider {
  sample(record: LogRecord): SamplingDecision
  ship(record: LogRecord, decision: KeepDecision): void
  stats(): SamplingStats
  /** Sends what waits, within five seconds. Returns what became of it, if it was shipped. */
  end(): Promise<Shipped | undefined>
}

export interface DeciderOptions {
  readonly budget: BudgetOption | undefined
  readonly serviceName: string | undefined
  /** Of PostHog; `undefined`: nothing is shipped. */
  readonly key: string | undefined
  readonly host: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** The live engine; other options and a LipService server come from the environment, as in an app. @throws UsageError where they are wrong */
export function createDecider({ budget, serviceName, key, host }: DeciderOptions, env: Environment): Decider {
  const names = {
    '--host': host && 'posthogHost',
    '--key': key && 'posthogApiKey',
    '--service': serviceName && 'serviceName',
  }
  const common = { ...(budget !== undefined && { budget }), ...(serviceName !== undefined && { serviceName }) }
  if (key !== undefined) {
    const logging = resolved(
      () =>
        configureAdaptiveLogging({
          ...common,
          posthogApiKey: key,
          ...(host !== undefined && { posthogHost: host }),
          // The pipe says when it is over.
          handleSignals: false,
        }),
      names,
    )
    return {
      sample: (record) => logging.sample(record),
      ship: (record, decision) => logging.ship(record, decision),
      stats: () => logging.stats(),
      async end() {
        await logging.forceFlush({ timeoutMillis: END_MILLIS })
        await logging.shutdown({ timeoutMillis: END_MILLIS })
        const { delivered, pending, dropped } = logging.stats().delivery
        // A summary stands for what was collapsed.
        const lost = Object.values(dropped).reduce((sum, many) => sum + many, 0) - dropped.error_collapsed
        return { delivered, lost, waiting: pending }
      },
    }
  }
  const options = resolved(() => resolveSamplingOptions(common, env), names)
  const engine = createConnectedEngine(options, systemRuntime(options.logLevel))
  engine.start()
  return {
    sample: (record) => engine.pipeline.sample(record),
    ship() {},
    stats: () => engine.stats(),
    async end() {
      await engine.stop({ timeoutMillis: END_MILLIS })
      return undefined
    },
  }
}
