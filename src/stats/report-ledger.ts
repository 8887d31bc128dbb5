import { RUNTIME_VERSION, SDK_NAME_AND_VERSION } from '../internal/versions.js'
import type { StatsReceipt } from '../protocol/stats-receipt.js'
import type { DeliveredReport, StatsReport } from '../protocol/stats-report.js'
import { SIGNATURE_VERSION } from '../signature/signature.js'
import type { Counters } from './counters.js'
import { deliveredSince, hasFlow } from './delivered.js'
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
  readonly host: string | undefined
  readonly pod: string | undefined
  /** Returns what became of kept records so far. */
  readonly delivered: () => DeliveredReport
  /** Brings what is counted up to date. */
  readonly beforeTake?: () => void
  readonly mode: () => 'active' | 'shadow' | 'off'
  /** Returns the time, in milliseconds since the epoch. */
  readonly epochMillis: () => number
}

/**
 * Makes reports of counters. Each report has what happened since the last one, and can be put back: the last one taken, before the
 * next is. Where a window does not fit into one report, each is a whole report of some patterns, under a sequence of its own.
 */
export interface ReportLedger {
  /**
   * Returns the next report, of at most so many bytes as JSON, or of one pattern if that alone has more. Returns `undefined` when nothing was
   * logged since the last take. Default: no bound.
   */
  take(maxBytes?: number): StatsReport | undefined
  putBack(report: StatsReport): void
  /** The last report was accepted: what the receipt asks of the next ones. */
  heed(receipt: StatsReceipt): void
  /** The last report had no room for all that there is to say. */
  hasMore(): boolean
}

/** What word families take of a report at most, in bytes; what finds no room waits for the next one. */
const MAX_FAMILY_BYTES = 64 * 1024
const MAX_FAMILY_SHARE = 1 / 4
/** Digits of the counts that are only known behind the patterns. */
const COUNT_BYTES = 32

export function createReportLedger(context: ReportContext): ReportLedger {
  const { table, counters, epochMillis } = context
  let sequence = 0
  // The window of the reports under way: from the start of the one before to its own.
  let windowFrom = epochMillis()
  let windowStart = windowFrom
  let part = 0
  let keptTaken = counters.keptByReason()
  let droppedTaken = counters.droppedByReason()
  let errorsTaken = counters.errors()
  let shadowTaken = counters.shadowDropped()
  let unrepresentedTaken = 0
  let overheadTaken = 0
  let deliveredTaken: DeliveredReport = {}
  let deliveredBefore = deliveredTaken
  let templatesOnce = false

  return {
    take(maxBytes = Number.POSITIVE_INFINITY) {
      const time = epochMillis()
      context.beforeTake?.()
      if (table.isTaken) {
        windowFrom = windowStart
        windowStart = time
        part = 0
      }
      const kept = counters.keptByReason()
      const dropped = counters.droppedByReason()
      const errors = counters.errors()
      const shadow = counters.shadowDropped()
      const unrepresented = context.unrepresented()
      const overheadBytes = context.overheadBytes()
      const teamId = context.teamId
      const policyVersion = context.policyVersion()
      const { serviceVersion } = context
      const deliveredNow = context.delivered()
      const delivered = deliveredSince(deliveredTaken, deliveredNow)
      const families = table.untoldFamilies.take(Math.min(MAX_FAMILY_BYTES, maxBytes * MAX_FAMILY_SHARE))
      const { host, pod } = context
      const head = {
        service_name: context.serviceName,
        ...(teamId !== undefined && { team_id: teamId }),
        timestamp: time / 1000,
        instance_id: context.instanceId,
        sequence,
        window_seconds: Math.max(0, (time - windowFrom) / 1000),
        ...(part > 0 && { part }),
        signature_version: SIGNATURE_VERSION,
        ...(policyVersion !== undefined && { policy_version: policyVersion }),
        merge_rules_version: context.mergeRulesVersion(),
        mode: context.mode(),
        ...(serviceVersion !== undefined && { service_version: serviceVersion }),
        overhead_bytes: Math.max(0, overheadBytes - overheadTaken),
        kept_by_reason: minus(kept, keptTaken),
        dropped_by_reason: minus(dropped, droppedTaken),
        errors: minus(errors, errorsTaken),
        ...(shadow.records > shadowTaken.records && { shadow_dropped: minus(shadow, shadowTaken) }),
        recovered: 0,
        unrepresented: unrepresented - unrepresentedTaken,
        sdk: SDK_NAME_AND_VERSION,
        runtime: RUNTIME_VERSION,
        ...(host !== undefined && { host }),
        ...(pod !== undefined && { pod }),
        ...(delivered !== undefined && { delivered }),
        ...(families.length > 0 && { word_families: families }),
      }
      let room = maxBytes - bytesOf({ ...head, patterns: [], total_logs: 0, unique_patterns: 0 }) - COUNT_BYTES
      let isFirst = true
      const patterns = table.take((pattern) => {
        room -= bytesOf(pattern) + 1
        const fits = room >= 0 || isFirst
        isFirst = false
        return fits
      }, templatesOnce)
      if (patterns.length === 0 && !hasFlow(delivered)) {
        table.untoldFamilies.putBack()
        return undefined
      }
      deliveredBefore = deliveredTaken
      deliveredTaken = deliveredNow
      sequence++
      part++
      keptTaken = kept
      droppedTaken = dropped
      errorsTaken = errors
      shadowTaken = shadow
      unrepresentedTaken = unrepresented
      overheadTaken = Math.max(overheadTaken, overheadBytes)
      const total_logs = patterns.reduce((sum, { count }) => sum + count, 0)
      return { ...head, patterns, total_logs, unique_patterns: patterns.length }
    },
    hasMore: () => !table.isTaken,
    putBack(report) {
      table.putBack(report.patterns)
      part = report.part ?? 0
      keptTaken = minus(keptTaken, report.kept_by_reason ?? {})
      droppedTaken = minus(droppedTaken, report.dropped_by_reason ?? {})
      errorsTaken = minus(errorsTaken, report.errors ?? {})
      shadowTaken = minus(shadowTaken, report.shadow_dropped ?? {})
      unrepresentedTaken -= report.unrepresented ?? 0
      overheadTaken -= report.overhead_bytes ?? 0
      deliveredTaken = deliveredBefore
      table.untoldFamilies.putBack()
    },
    heed(receipt) {
      templatesOnce = receipt.templates_once ?? false
      if (receipt.templates_wanted) table.tellTemplatesAgain()
      else if (receipt.templates_wanted_of !== undefined) table.tellTemplatesAgain(new Set(receipt.templates_wanted_of))
      if (receipt.families_wanted) table.tellFamiliesAgain()
    },
  }
}

/** Returns the bytes of a value as JSON. */
function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function minus<Name extends string>(
  counts: Readonly<Record<Name, number>>,
  taken: Readonly<Partial<Record<Name, number>>>,
): Record<Name, number> {
  const entries = Object.entries<number>(counts).map(([name, count]) => [name, count - (taken[name as Name] ?? 0)])
  return Object.fromEntries(entries) as Record<Name, number>
}
