import type { AdaptiveLoggingStats, PolicyInForce } from 'lipservice'
import { bytes, number, patternTable, percent } from './screen.ts'

/** The demo's result: the very last line it prints. `null` where only a real backend could say. */
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
  /** Counted by the app. */
  readonly errorsLogged: number
  /** Counted by the backend: distinct `log.record.uid`. */
  readonly errorsDelivered: number | null
  readonly policyVersion: number | null
  readonly reportsReceived: number | null
  /** Records in the reports that LipService counted. */
  readonly seenByLipService: number | null
  /** Sum of weights at the backend. */
  readonly estimatedTotal: number | null
}

export interface Outcome {
  readonly stats: AdaptiveLoggingStats
  readonly policy: PolicyInForce
  readonly errorsLogged: number
  readonly received: { errors: number; patterns: number; estimatedTotal: number } | undefined
  readonly lipservice: { seen: number; patterns: number; reports: number } | undefined
}

export function resultOf({ stats, policy, errorsLogged, received, lipservice }: Outcome): DemoResult {
  const { bytesSent } = stats.delivery
  return {
    seen: stats.seen,
    kept: stats.kept,
    bytesSeen: stats.bytesSeen,
    bytesSent,
    reduction: Number((1 - bytesSent / stats.bytesSeen).toFixed(4)),
    patterns: stats.patternCount,
    patternsSeenByBackend: received?.patterns ?? null,
    errorsLogged,
    errorsDelivered: received?.errors ?? null,
    policyVersion: policy.version ?? null,
    reportsReceived: lipservice?.reports ?? null,
    seenByLipService: lipservice?.seen ?? null,
    estimatedTotal: received === undefined ? null : Math.round(received.estimatedTotal),
  }
}

export function summaryOf(outcome: Outcome): string {
  const result = resultOf(outcome)
  const { seen, kept, bytesSeen, bytesSent, errorsLogged, errorsDelivered, estimatedTotal } = result
  const lines = [
    '',
    `The shop logged ${number(seen)} records. ${number(kept)} were shipped: ${percent(kept / seen).trim()}.`,
    '',
    `  volume    ${bytes(bytesSeen).trim()} would have been billed, ${bytes(bytesSent).trim()} were: ${percent(result.reduction).trim()} less`,
    `  errors    ${number(errorsLogged)} logged, ${errorsDelivered === null ? 'see PostHog' : `${number(errorsDelivered)} arrived`}`,
    `  patterns  ${number(result.patterns)} seen, ${result.patternsSeenByBackend ?? 'see PostHog'} in the backend, the rare one among them`,
  ]
  if (estimatedTotal !== null) {
    const off = estimatedTotal / seen - 1
    lines.push(
      `  counts    the weights of what arrived add up to ${number(estimatedTotal)}: ${(off * 100).toFixed(2)} % off the truth`,
    )
  }
  lines.push(
    `  policy    ${result.policyVersion === null ? 'none: adapted by itself' : `version ${result.policyVersion}, from LipService`}`,
    `  reports   ${result.reportsReceived ?? outcome.stats.reports.sent} received by LipService${result.seenByLipService === null ? '' : `, which counted ${number(result.seenByLipService)} records`}`,
    '',
    patternTable(outcome.stats),
    '',
  )
  return lines.join('\n')
}
