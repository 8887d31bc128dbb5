import { dailyBudgetOf } from '../budgets/daily-budget.js'
import type { SubmitDraft } from '../policies/policy-versions.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { Store } from '../store/store.js'
import { draftBudgetOf, protectedIn } from './protected.js'
import type { ServiceReader } from './service-reader.js'

const NO_INCIDENTS: ReadonlyMap<string, number> = new Map()

export function createSubmitDraft(
  { services, budgets }: Pick<Store, 'services' | 'budgets'>,
  reader: ServiceReader,
  rollouts: Rollouts,
  usdPerGb: number,
): SubmitDraft {
  return async (teamId, name, document, by, reason) => {
    const service = await services.get(teamId, name)
    if (service === undefined) return undefined
    const [state, all] = await Promise.all([reader.read(service, NO_INCIDENTS), budgets.list(teamId)])
    const own = all.find((budget) => budget.service === name)
    const draft = {
      service,
      document,
      profile: state.profile,
      instances: state.living.lasting.length,
      forecast: {},
      bytesPerDay: undefined,
      protectedSignatures: protectedIn(
        state,
        draftBudgetOf(state, document, own && dailyBudgetOf(own, usdPerGb, state.complete)),
      ),
    }
    return rollouts.submit({ ...draft, kind: 'operator', by, reason })
  }
}
