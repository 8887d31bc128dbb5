import { randomUUID } from 'node:crypto'
import { createCoarseClock } from '../internal/coarse-clock.js'
import { randomKey } from '../internal/random.js'
import type { Runtime } from '../internal/runtime.js'
import type { ResolvedSamplingOptions } from '../options/resolve-options.js'
import type { Policy } from '../protocol/policy.js'
import type { DeliveredReport } from '../protocol/stats-report.js'
import type { LogRecord } from '../record/log-record.js'
import { createAdaptation } from '../sampling/adaptive/adaptation.js'
import type { Explanation } from '../sampling/explanation.js'
import { Leases } from '../sampling/leases.js'
import { LimitedWindow } from '../sampling/limited-window.js'
import { PatternSampling } from '../sampling/pattern-sampling.js'
import { incidentMillis, type PolicyOrigin, PolicyState } from '../sampling/policy-state.js'
import { createSampler } from '../sampling/sampler.js'
import { TraceHash } from '../sampling/trace-hash.js'
import { applyMergeRules } from '../signature/merge-rules.js'
import { createSigner } from '../signature/signer.js'
import { Counters } from '../stats/counters.js'
import { countsOf } from '../stats/counts.js'
import { OTHER_SIGNATURE } from '../stats/evicted-patterns.js'
import type { SamplingStats } from '../stats/logging-stats.js'
import { PatternTable } from '../stats/pattern-table.js'
import { createReportLedger, type ReportLedger } from '../stats/report-ledger.js'
import { Unrepresented } from '../stats/unrepresented.js'
import { sayAllowanceSpent } from './allowance-messages.js'
import { createCallSites } from './call-site.js'
import { createExplain } from './explain.js'
import { createPipeline, type Pipeline } from './pipeline.js'

/** All of sampling that needs no network: the pipeline, what it remembers, and the policy in force. */
export interface SamplingEngine {
  /** Names this process to the LipService server. */
  readonly instanceId: string
  readonly pipeline: Pipeline
  readonly policyState: PolicyState
  readonly ledger: ReportLedger
  /** Puts a policy in force; `undefined`: there is none any more. */
  usePolicy(policy: Policy | undefined, origin?: PolicyOrigin): void
  /** Counts weights that no record stands for any more, or never did. */
  lose(weight: number, reason: string): void
  /** A batch of kept records was cut: what it takes beyond its records without stamps is billed too. */
  batchCut(records: number, overheadBytes: number): void
  /** Returns how a record like this one would be decided now. Nothing is counted. */
  explain(record: LogRecord): Explanation
  stats(): SamplingStats
}

export interface EngineHooks {
  /** Called after each record; must be cheap. */
  readonly onRecord?: () => void
  /** Called for each record of an error, with the error that it carries, if any. */
  readonly onError?: (record: LogRecord, error: unknown) => void
  /** Returns what became of kept records so far. Default: delivery is somebody else's. */
  readonly delivered?: () => DeliveredReport
  /** Called about every 10 s while records come. */
  readonly onInterval?: () => void
  readonly limits?: {
    /** Patterns in the table. Default: 10,000. */
    readonly patterns?: number
    /** Whether drops are decided ahead. Default: `true`. */
    readonly leases?: boolean
  }
}

export function createSamplingEngine(
  options: ResolvedSamplingOptions,
  { clock, timers, random, secretRandom = random, diag }: Runtime,
  {
    onRecord = () => {},
    onError = () => {},
    onInterval = () => {},
    delivered = () => ({}),
    limits = {},
  }: EngineHooks = {},
): SamplingEngine {
  const epochOffset = clock.now() - clock.monotonic()
  const overflow = new PatternSampling(OTHER_SIGNATURE)
  const table = new PatternTable({
    random,
    secretRandom,
    ...(limits.patterns !== undefined && { capacity: limits.patterns }),
    leases: {
      settle: (entry) => leases?.settle(entry),
      revoke: (entry) => leases?.revoke(entry),
      revokeAll: () => leases?.revokeAll(),
    },
    onEvict: ({ inInterval }) => {
      overflow.inInterval += inInterval
    },
  })
  const signer = createSigner()
  const counters = new Counters()
  const coarseClock = createCoarseClock(clock, timers)
  const policyState = new PolicyState(options.mode, clock)
  const mode = () => policyState.mode()
  const incident = new LimitedWindow()
  const unrepresented = new Unrepresented()
  const traceHash = new TraceHash(options.traceKey ?? randomKey(secretRandom))
  const adaptation = createAdaptation({
    patterns: () => table.samplings(),
    overflow,
    isTableFull: () => table.isFull,
    revokeLeases: () => leases?.revokeAll(),
    onInterval,
    traceHash,
    isIncident: (now) => incident.isOpen(now),
    onInfeasible: (share) => {
      if (share === undefined) diag.resolved('budget_exceeded')
      else diag.once('budget_exceeded', { percent: Math.round(share * 100) })
    },
  })
  const leases =
    limits.leases === false
      ? undefined
      : new Leases({ epochOffset, adaptation, onDrops: (records, severity) => counters.countDrops(records, severity) })
  const sampler = createSampler({
    budget: options.budget,
    alwaysKeep: options.alwaysKeep,
    minimumSeverity: options.minimumSeverity,
    mode,
    random,
    traceHash,
    hasTraceKey: options.traceKey !== undefined,
    secretRandom,
    adaptation,
    incident,
    allowRemoteSilence: options.allowRemoteSilence,
    onAllowanceSpent: (name) => sayAllowanceSpent(diag, name),
    onUnrepresented: (weight, reason) => unrepresented.add(weight, reason),
  })
  const instanceId = randomUUID()
  let overheadBytes = 0
  let mergeRules = { version: 0, rules: '[]' }
  let families = '[]'

  const ledger = createReportLedger({
    serviceName: options.serviceName,
    serviceVersion: options.resource['service.version'],
    teamId: options.teamId,
    ...options.instanceNames,
    instanceId,
    table,
    counters,
    unrepresented: () => unrepresented.total,
    delivered,
    beforeTake: () => leases?.revokeAll(),
    overheadBytes: () => overheadBytes,
    policyVersion: () => policyState.current()?.version,
    mergeRulesVersion: () => mergeRules.version,
    mode,
    epochMillis: clock.now,
  })

  /** Merge rules say what a pattern is, not what becomes of it: they stay when a policy expires. */
  function useMergeRules({ merge_rules = [], merge_rules_version = 0 }: Policy): void {
    const rules = JSON.stringify(merge_rules)
    const changed = rules !== mergeRules.rules
    mergeRules = { version: merge_rules_version, rules }
    if (!changed) return
    const merge = applyMergeRules(merge_rules)
    signer.useMerge(merge_rules.length === 0 ? undefined : merge)
    table.regroup(merge)
  }

  /** They say what a pattern is, too. */
  function useFamilies({ word_families = [] }: Policy): void {
    const next = JSON.stringify(word_families)
    if (next === families) return
    families = next
    table.useFamilies(word_families, clock.monotonic())
  }

  function usePolicy(policy: Policy | undefined, origin?: PolicyOrigin): void {
    leases?.revokeAll()
    if (policy !== undefined) {
      useMergeRules(policy)
      useFamilies(policy)
    }
    policyState.use(policy, origin)
    sampler.usePolicy(policy, clock.monotonic(), origin?.source === 'cache')
    const millis = incidentMillis(policy, clock.now())
    if (millis > 0) incident.open(clock.monotonic(), clock.monotonic() + millis)
  }

  const pipeline = createPipeline({
    signer,
    sampler,
    leases,
    alwaysKeep: options.alwaysKeep,
    table,
    counters,
    epochOffset,
    coarseClock,
    callSites: options.callSites ? createCallSites(process.cwd()) : undefined,
    mode,
    onRecord,
    onError,
    diag,
  })

  const walkSteps = createExplain({
    signer,
    sampler,
    table,
    monotonic: coarseClock.read,
  })

  return {
    instanceId,
    pipeline,
    policyState,
    ledger,
    usePolicy,
    lose: (weight, reason) => unrepresented.add(weight, reason),
    batchCut(records, bytes) {
      overheadBytes += bytes
      adaptation.batchCut(records, bytes)
    },
    explain(record) {
      leases?.settleAll()
      return walkSteps(record)
    },
    stats() {
      leases?.settleAll()
      return {
        ...countsOf(table, counters),
        unrepresented: unrepresented.total,
        unrepresentedByReason: unrepresented.byReason(),
        recovered: 0,
        budget: adaptation.budgetStats(),
        allowances: sampler.allowances(coarseClock.read()),
        surges: adaptation.surgeStats(coarseClock.read()),
        isIncident: incident.isOpen(coarseClock.read()),
      }
    },
  }
}
