import type { SubmitDraft } from '../policies/policy-versions.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { Store } from '../store/store.js'
import type { ServiceReader } from './service-reader.js'

const NO_INCIDENTS: ReadonlyMap<string, number> = new Map()

export function createSubmitDraft(
  { services }: Pick<Store, 'services'>,
  reader: ServiceReader,
  rollouts: Rollouts,
): SubmitDraft {
  return async (teamId, name, document, by, reason) => {
    const service = await services.get(teamId, name)
    if (service === undefined) return undefined
    const { profile, living } = await reader.read(service, NO_INCIDENTS)
    const draft = { service, document, profile, instances: living.lasting.length, forecast: {}, bytesPerDay: undefined }
    return rollouts.submit({ ...draft, kind: 'operator', by, reason })
  }
}
