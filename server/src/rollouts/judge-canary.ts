import type { Policy } from 'lipservice/protocol'
import { readLiving } from '../budgets/read-living.js'
import type { EpochSeconds } from '../internal/clock.js'
import { placeOf } from '../policies/canary.js'
import { forecastOf } from '../policies/forecast.js'
import type { CanaryFigures } from '../policies/rollout-desk.js'
import type { ServiceRow, Store, StoredPolicy, VersionSums } from '../store/store.js'
import type { RolloutTimes } from './rollout-times.js'
import { besides, type CanaryPlan, canaryVerdict, plannedSpend, sumOf, type Verdict } from './verdict.js'

/** Compares the instances that try a policy with all others, since they have it. */
export async function judgeCanary(
  store: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  times: RolloutTimes,
  now: EpochSeconds,
): Promise<Verdict> {
  const { trying, others, plan } = await readCanary(store, service, policy, times, now)
  return canaryVerdict(trying, others, plan)
}

/** Returns what the verdict is made of. */
export async function canaryFigures(
  store: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  times: RolloutTimes,
  now: EpochSeconds,
): Promise<CanaryFigures> {
  const [{ trying, others, plan }, { lasting }] = await Promise.all([
    readCanary(store, service, policy, times, now),
    readLiving(store.services, service.id, times.life, now),
  ])
  const shareOfErrors = (sums: VersionSums | undefined) =>
    sums === undefined || sums.seen === 0 ? undefined : sums.errors / sums.seen
  const spend = trying === undefined ? { spent: 0, demand: 0 } : besides(trying, 'bytes')
  return {
    share: policy.canaryShare,
    instances: {
      all: lasting.length,
      trying: lasting.filter(({ instanceId }) => placeOf(instanceId, policy.version) <= policy.canaryShare).length,
    },
    records: { trying: trying?.seen ?? 0, others: others?.seen ?? 0 },
    errors: { trying: shareOfErrors(trying), others: shareOfErrors(others) },
    spend: { kept: spend.spent, planned: plannedSpend(plan, spend.demand) },
  }
}

interface Canary {
  readonly trying: VersionSums | undefined
  readonly others: VersionSums | undefined
  readonly plan: CanaryPlan
}

async function readCanary(
  { services }: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  { refreshSeconds }: RolloutTimes,
  now: EpochSeconds,
): Promise<Canary> {
  const from = policy.stageAt + refreshSeconds
  const sums = await services.byVersion(service.id, { from, to: Math.max(from, now) })
  const { demand = 0, expected = 0, protected: must = 0 } = forecastOf(policy)
  const { budget } = JSON.parse(policy.document) as Policy
  const trying = sums.find(({ policyVersion }) => policyVersion === policy.version)
  return {
    trying,
    others: sumOf(sums.filter(({ policyVersion }) => policyVersion !== policy.version)),
    plan: {
      share: demand > must ? Math.min(1, (expected - must) / (demand - must)) : 1,
      // Instances come and go: the reports say how long all together tried it.
      bytes: (budget?.bytes_per_second ?? 0) * (trying?.seconds ?? 0),
    },
  }
}
