import type { Policy } from 'lipservice/protocol'
import { forecastOf } from '../policies/forecast.js'
import type { ServiceRow, Store, StoredPolicy } from '../store/store.js'
import type { RolloutTimes } from './rollout-times.js'
import { canaryVerdict, sumOf, type Verdict } from './verdict.js'

/** Instances that try a policy against all others, since they have it. */
export async function judgeCanary(
  { services }: Store,
  service: ServiceRow,
  policy: StoredPolicy,
  instances: number,
  { refresh }: RolloutTimes,
  now: number,
): Promise<Verdict> {
  const from = policy.stageAt + refresh
  const sums = await services.byVersion(service.id, { from, to: now })
  const { demand = 0, expected = 0 } = forecastOf(policy)
  const { budget } = JSON.parse(policy.document) as Policy
  const canary = sums.find(({ policyVersion }) => policyVersion === policy.version)
  // Instances come and go: how many tried it on the whole, the reports say.
  const reports = sums.reduce((sum, row) => sum + row.reports, 0)
  const trying = (instances * (canary?.reports ?? 0)) / Math.max(1, reports)
  return canaryVerdict(canary, sumOf(sums.filter(({ policyVersion }) => policyVersion !== policy.version)), {
    share: demand > 0 ? Math.min(1, expected / demand) : 1,
    bytes: (budget?.bytes_per_second ?? 0) * trying * Math.max(0, now - from),
  })
}
