import { RUNTIME_VERSION, SDK_NAME_AND_VERSION } from '../internal/versions.js'
import type { StatsReport } from '../protocol/stats-report.js'
import type { DropReason, KeepReason } from '../sampling/decision.js'
import { SIGNATURE_VERSION } from '../signature/signature.js'
import type { Counters } from './counters.js'
import type { PatternTable } from './pattern-table.js'

/** The sender of reports, and the sources of their counts. */
export interface ReportContext {
  readonly serviceName: string
  readonly serviceVersion: string | undefined
  readonly teamId: number | undefined
  readonly instanceId: string
  readonly table: PatternTable
  readonly counters: Counters
  /** Returns the sum of weights lost so far. */
  readonly unrepresented: () => number
  /** Returns the bytes that stamps and batches added so far. */
  readonly overheadBytes: () => number
  readonly policyVersion: () => number | undefined
  readonly mergeRulesVersion: () => number
  readonly mode: () => 'active' | 'shadow' | 'off'
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
}

/** Makes reports of counters. Each report has what happened since the last one, and can be put back. */
export interface ReportLedger {
  /** Returns the next report; `undefined` when nothing was logged since the last take. */
  take(): StatsReport | undefined
  putBack(report: StatsReport): void
}

export function createReportLedger(context: ReportContext): ReportLedger {
  const { table, counters, epochMillis } = context
  let sequence = 0
  let takenAt = epochMillis()
  let keptTaken = counters.keptByReason()
  let droppedTaken = counters.droppedByReason()
  let unrepresentedTaken = 0
  let overheadTaken = 0

  return {
    take() {
      const patterns = table.take()
      if (patterns.length === 0) return undefined
      const time = epochMillis()
      const kept = counters.keptByReason()
      const dropped = counters.droppedByReason()
      const unrepresented = context.unrepresented()
      const overheadBytes = context.overheadBytes()
      const teamId = context.teamId
      const policyVersion = context.policyVersion()
      const { serviceVersion } = context
      const report: StatsReport = {
        service_name: context.serviceName,
        ...(teamId !== undefined && { team_id: teamId }),
        timestamp: time / 1000,
        patterns,
        total_logs: patterns.reduce((sum, { count }) => sum + count, 0),
        unique_patterns: patterns.length,
        instance_id: context.instanceId,
        sequence: sequence++,
        window_seconds: Math.max(0, (time - takenAt) / 1000),
        signature_version: SIGNATURE_VERSION,
        ...(policyVersion !== undefined && { policy_version: policyVersion }),
        merge_rules_version: context.mergeRulesVersion(),
        mode: context.mode(),
        ...(serviceVersion !== undefined && { service_version: serviceVersion }),
        overhead_bytes: Math.max(0, overheadBytes - overheadTaken),
        kept_by_reason: minus(kept, keptTaken),
        dropped_by_reason: minus(dropped, droppedTaken),
        recovered: 0,
        unrepresented: unrepresented - unrepresentedTaken,
        sdk: SDK_NAME_AND_VERSION,
        runtime: RUNTIME_VERSION,
      }
      takenAt = time
      keptTaken = kept
      droppedTaken = dropped
      unrepresentedTaken = unrepresented
      overheadTaken = Math.max(overheadTaken, overheadBytes)
      return report
    },
    putBack(report) {
      table.putBack(report.patterns)
      keptTaken = minus(keptTaken, report.kept_by_reason ?? {})
      droppedTaken = minus(droppedTaken, report.dropped_by_reason ?? {})
      unrepresentedTaken -= report.unrepresented ?? 0
      overheadTaken -= report.overhead_bytes ?? 0
    },
  }
}

function minus<Reason extends KeepReason | DropReason>(
  counts: Readonly<Record<Reason, number>>,
  taken: Readonly<Partial<Record<string, number>>>,
): Record<Reason, number> {
  const entries = Object.entries<number>(counts).map(([reason, count]) => [reason, count - (taken[reason] ?? 0)])
  return Object.fromEntries(entries) as Record<Reason, number>
}
