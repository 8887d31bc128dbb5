import { randomUUID } from 'node:crypto'
import { createControlPlaneClient } from './control-plane/client.js'
import { createPolicyPoller } from './control-plane/policy-poller.js'
import { createStatsReporter } from './control-plane/stats-reporter.js'
import type { Diag } from './diag.js'
import type { Clock } from './internal/clock.js'
import { createCoarseClock } from './internal/coarse-clock.js'
import { within } from './internal/deadline.js'
import type { Random } from './internal/random.js'
import type { Timers } from './internal/timer.js'
import type { ResolvedSamplingOptions } from './options/resolve-options.js'
import { createPipeline, type Pipeline } from './pipeline.js'
import type { Policy } from './protocol/policy.js'
import type { ReportStats } from './running.js'
import { createAdaptation } from './sampling/adaptive/adaptation.js'
import { createIncidentWindow } from './sampling/incident-window.js'
import { PatternSampling } from './sampling/pattern-sampling.js'
import { createPolicyState, incidentMillis, type PolicyInForce } from './sampling/policy-state.js'
import { createSampler } from './sampling/sampler.js'
import { applyMergeRules } from './signature/merge-rules.js'
import { createSigner } from './signature/signature.js'
import { Counters } from './stats/counters.js'
import { OTHER_SIGNATURE } from './stats/evicted-patterns.js'
import { createPatternTable } from './stats/pattern-table.js'
import { createReportLedger } from './stats/report-ledger.js'

/** An error surge holds the incident window open for as long after its last interval. */
const ERROR_SURGE_INCIDENT_MILLIS = 2 * 60_000

/** Time, randomness and voice: everything the SDK takes from its process. */
export interface Surroundings {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly diag: Diag
}

/** Sampling without delivery: the pipeline, and beside it the policy that comes in and the reports that go out. */
export interface SamplingCore {
  readonly pipeline: Pipeline
  policy(): PolicyInForce
  reports(): ReportStats
  /** Counts weights lost after their draw. */
  lose(weight: number): void
  readonly unrepresented: number
  /** Starts polling; without a LipService server there is nothing to start. */
  start(): void
  /** Sends what has been counted since the last report, within the deadline. */
  flush(options: { timeoutMillis: number }): Promise<void>
  /** Sends the last report and stops. */
  stop(options: { timeoutMillis: number }): Promise<void>
}

export function createSamplingCore(options: ResolvedSamplingOptions, surroundings: Surroundings): SamplingCore {
  const { clock, timers, random, diag } = surroundings
  const overflow = new PatternSampling(OTHER_SIGNATURE)
  const table = createPatternTable({
    random,
    onEvict: ({ inInterval }) => {
      overflow.inInterval += inInterval
    },
  })
  const signer = createSigner()
  const counters = new Counters()
  const policyState = createPolicyState(options.mode, clock)
  const incident = createIncidentWindow()
  const adaptation = createAdaptation({
    patterns: table.samplings,
    overflow,
    isTableFull: () => table.isFull,
    onErrorSurge: (now) => incident.open(now, now + ERROR_SURGE_INCIDENT_MILLIS),
    onInfeasible: (share) => {
      if (share === undefined) diag.resolved('infeasible')
      else
        diag.once(
          'infeasible',
          `errors and other guarantees take ${Math.round(share * 100)} % of the budget; they are kept`,
        )
    },
  })
  const sampler = createSampler({
    budget: options.budget,
    alwaysKeep: options.alwaysKeep,
    random,
    adaptation,
    incident,
  })
  let unrepresented = 0
  let mergeRules = { version: 0, rules: '[]' }

  const ledger = createReportLedger({
    serviceName: options.serviceName,
    teamId: options.teamId,
    instanceId: randomUUID(),
    table,
    counters,
    unrepresented: () => unrepresented,
    policyVersion: () => policyState.current()?.version,
    mergeRulesVersion: () => mergeRules.version,
    mode: policyState.mode,
    now: clock.now,
  })

  function lose(weight: number): void {
    unrepresented += weight
  }

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

  function use(policy: Policy | undefined): void {
    if (policy !== undefined) useMergeRules(policy)
    policyState.use(policy)
    sampler.usePolicy(policy)
    const millis = incidentMillis(policy, clock.now())
    if (millis > 0) incident.open(clock.monotonic(), clock.monotonic() + millis)
  }

  const controlPlane = options.lipserviceUrl === undefined ? undefined : connect(options.lipserviceUrl)

  function connect(url: string) {
    const client = createControlPlaneClient({
      url,
      serviceName: options.serviceName,
      clock,
      ...(options.lipserviceApiKey !== undefined && { apiKey: options.lipserviceApiKey }),
      ...(options.teamId !== undefined && { teamId: options.teamId }),
    })
    const poller = createPolicyPoller({
      client,
      serviceName: options.serviceName,
      teamId: options.teamId,
      onPolicy: use,
      onExpired: () => use(undefined),
      diag,
      clock,
      timers,
      random,
    })
    const reporter = createStatsReporter({
      client,
      takeReport: ledger.take,
      putBack: ledger.putBack,
      onPolicyVersion: (version) => {
        if (version !== policyState.current()?.version) poller.refresh()
      },
      diag,
      timers,
      random,
    })
    return { client, poller, reporter }
  }

  const pipeline = createPipeline({
    signer,
    sampler,
    table,
    counters,
    clock,
    coarseClock: createCoarseClock(clock, timers),
    mode: policyState.mode,
    minimumSeverity: options.minimumSeverity,
    onUnrepresented: lose,
    onRecord: controlPlane === undefined ? () => {} : () => controlPlane.reporter.recordSeen(),
    diag,
  })

  return {
    pipeline,
    policy: () => policyState.inForce(controlPlane?.poller.problem()),
    reports: () => controlPlane?.reporter.stats() ?? { sent: 0, failed: 0 },
    lose,
    get unrepresented() {
      return unrepresented
    },
    start: () => controlPlane?.poller.start(),
    async flush({ timeoutMillis }) {
      if (controlPlane === undefined) return
      await within(timeoutMillis, timers, controlPlane.reporter.flush())
    },
    async stop({ timeoutMillis }) {
      if (controlPlane === undefined) return
      controlPlane.poller.stop()
      await within(timeoutMillis, timers, controlPlane.reporter.flush())
      controlPlane.reporter.stop()
      await controlPlane.client.close()
    },
  }
}
