import type { Policy } from 'lipservice/protocol'
import type { EpochSeconds } from '../internal/clock.js'
import { forecastOf } from '../policies/forecast.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import type { RolloutTimes } from './rollout-times.js'
import { canaryVerdict, sumOf, type Verdict } from './verdict.js'

/** Compares the instances that try a policy with all others, since they have it. */
export async function judgeCanary(
  { services }: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  { refreshSeconds }: RolloutTimes,
  now: EpochSeconds,
): Promise<Verdict> {
  const from = policy.stageAt + refreshSeconds
  const sums = await services.byVersion(service.id, { from, to: now })
  const { demand = 0, expected = 0, protected: must = 0 } = forecastOf(policy)
  const { budget } = JSON.parse(policy.document) as Policy
  const canary = sums.find(({ policyVersion }) => policyVersion === policy.version)
  return canaryVerdict(canary, sumOf(sums.filter(({ policyVersion }) => policyVersion !== policy.version)), {
    share: demand > must ? Math.min(1, (expected - must) / (demand - must)) : 1,
    // Instances come and go: the reports say how long all together tried it.
    bytes: (budget?.bytes_per_second ?? 0) * (canary?.seconds ?? 0),
  })
}
