import type { AdaptiveLoggingStats } from 'lipservice'
import type { Outcome } from './outcome.ts'

/** The demo's result: the very last line it prints. `null` where only a real backend could say. Sums of all services. */
export interface DemoResult {
  readonly seen: number
  readonly kept: number
  /** What all records would have taken, uncompressed OTLP without stamps. */
  readonly bytesSeen: number
  /** Uncompressed bodies that the backend acknowledged. */
  readonly bytesSent: number
  readonly reduction: number
  readonly patterns: number
  readonly patternsSeenByBackend: number | null
  /** Counted by the services. */
  readonly errorsLogged: number
  /** Counted by the backend: distinct `log.record.uid`. */
  readonly errorsDelivered: number | null
  /** The highest in force at the end. */
  readonly policyVersion: number | null
  /** All that were made. */
  readonly policyVersions: number | null
  readonly reportsReceived: number | null
  /** Records in the reports that LipService counted. */
  readonly seenByLipService: number | null
  /** Sum of weights at the backend. */
  readonly estimatedTotal: number | null
  /** What the budgets allowed in the last third, and what was sent in it. */
  readonly budgetBytes: number | null
  readonly budgetBytesSent: number | null
  readonly incidentDetectedSeconds: number | null
}

export function resultOf(outcome: Outcome): DemoResult {
  const { services, told, received, lipservice } = outcome
  const all = [...services.values()]
  const sum = (of: (stats: AdaptiveLoggingStats) => number) => all.reduce((total, { stats }) => total + of(stats), 0)
  const [bytesSeen, bytesSent] = [sum((stats) => stats.bytesSeen), sum(({ delivery }) => delivery.bytesSent)]
  const thirds = told.budgets.map((budget) => ({ budget, ...lastThirdOf(outcome, budget.service) }))
  const versions = all.flatMap(({ policy }) => policy.version ?? [])
  return {
    seen: sum(({ seen }) => seen),
    kept: sum(({ kept }) => kept),
    bytesSeen,
    bytesSent,
    reduction: Number((1 - bytesSent / bytesSeen).toFixed(4)),
    patterns: sum(({ patternCount }) => patternCount),
    patternsSeenByBackend: received?.patterns ?? null,
    errorsLogged: all.reduce((total, { errorsLogged }) => total + errorsLogged, 0),
    errorsDelivered: received?.errors ?? null,
    policyVersion: versions.length === 0 ? null : Math.max(...versions),
    policyVersions: lipservice?.policies.reduce((total, { versions: made }) => total + made.length, 0) ?? null,
    reportsReceived: lipservice?.counted.reports ?? null,
    seenByLipService: lipservice?.counted.seen ?? null,
    estimatedTotal: received === undefined ? null : Math.round(received.estimatedTotal),
    budgetBytes:
      thirds.length === 0
        ? null
        : Math.round(thirds.reduce((total, { budget, seconds }) => total + budget.bytesPerSecond * seconds, 0)),
    budgetBytesSent: thirds.length === 0 ? null : thirds.reduce((total, third) => total + third.bytesSent, 0),
    incidentDetectedSeconds:
      told.incidentDetectedSeconds === undefined ? null : Number(told.incidentDetectedSeconds.toFixed(1)),
  }
}

/** What a service sent in the last third, and how long that was. */
export function lastThirdOf({ services, stoppedAt, told }: Outcome, service: string) {
  const start = told.marks.get(service)?.stats.delivery.bytesSent ?? 0
  const end = services.get(service)?.stats.delivery.bytesSent ?? 0
  return { bytesSent: end - start, seconds: stoppedAt - told.markedAt }
}
