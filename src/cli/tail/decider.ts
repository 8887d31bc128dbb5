import { createConnectedEngine } from '../../engine/connected-engine.js'
import { systemRuntime } from '../../internal/runtime.js'
import type { BudgetOption } from '../../options/adaptive-logging-options.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import type { LogRecord } from '../../record/log-record.js'
import { configureAdaptiveLogging } from '../../runtime/configure.js'
import type { KeepDecision, SamplingDecision } from '../../sampling/decision.js'
import type { SamplingStats } from '../../stats/logging-stats.js'

const END_MILLIS = 5_000

/** What decides and, with a key, ships. */
export interface Decider {
  sample(record: LogRecord): SamplingDecision
  ship(record: LogRecord, decision: KeepDecision): void
  stats(): SamplingStats
  /** Sends what waits, within five seconds. Returns how many records the backend has, if they were shipped. */
  end(): Promise<number | undefined>
}

export interface DeciderOptions {
  readonly budget: BudgetOption | undefined
  readonly serviceName: string | undefined
  /** Of PostHog; `undefined`: nothing is shipped. */
  readonly key: string | undefined
  readonly host: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** The live engine; other options and a LipService server come from the environment, as in an app. @throws as `configureAdaptiveLogging` */
export function createDecider({ budget, serviceName, key, host }: DeciderOptions, env: Environment): Decider {
  const common = { ...(budget !== undefined && { budget }), ...(serviceName !== undefined && { serviceName }) }
  if (key !== undefined) {
    const logging = configureAdaptiveLogging({
      ...common,
      posthogApiKey: key,
      ...(host !== undefined && { posthogHost: host }),
      // The pipe says when it is over.
      handleSignals: false,
    })
    return {
      sample: (record) => logging.sample(record),
      ship: (record, decision) => logging.ship(record, decision),
      stats: () => logging.stats(),
      async end() {
        await logging.forceFlush({ timeoutMillis: END_MILLIS })
        const { delivered } = logging.stats().delivery
        await logging.shutdown({ timeoutMillis: END_MILLIS })
        return delivered
      },
    }
  }
  const options = resolveSamplingOptions(common, env)
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
