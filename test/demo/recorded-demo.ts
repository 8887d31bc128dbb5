import type { BudgetOption } from '../../src/index.js'
import type { Policy } from '../../src/protocol/policy.js'
import { collectorOf } from './collector.ts'
import type { ServiceName } from './drive.ts'
import { type LiveDemo, runLiveDemo } from './live-demo.ts'
import { watched } from './watched-engine.ts'

export interface RecordedDemo extends LiveDemo {
  /** The service's log, a record a line, all of it. */
  readonly lines: readonly string[]
  readonly kept: readonly string[]
  /** Sum of the weights of what was kept. */
  readonly weight: number
}

/**
 * Runs a service live and records its traffic: what its logger writes to its own log, or for one that logs through OpenTelemetry what the
 * Collector's file exporter would write. The engine has to be a watched one.
 */
export async function recordDemo(options: {
  readonly name: ServiceName
  readonly budget?: BudgetOption | undefined
  readonly seed: number
  readonly seconds: number
  /** In force before anything is logged. */
  readonly policy?: Policy | undefined
}): Promise<RecordedDemo> {
  const lines: string[] = []
  const decided: boolean[] = []
  const collect = collectorOf(options.name)
  let weight = 0
  watched.policy = options.policy
  watched.record = (record) => {
    // OpenTelemetry has no log of its own: the first line of each service, and all of the gateway's.
    if (record.instrumentationScope !== undefined) lines.push(collect(record, Date.now()))
  }
  watched.decision = (decision) => {
    decided.push(decision.keep)
    weight += decision.weight
  }
  const live = await runLiveDemo({
    ...options,
    budget: options.budget,
    write: (line) => void lines.push(line.trimEnd()),
  })
  return { ...live, lines, kept: lines.filter((_, i) => decided[i]), weight }
}
