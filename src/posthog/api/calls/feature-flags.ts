import * as z from 'zod/mini'
import type { FeatureFlag, FeatureFlagsApi } from '../contract/account.js'
import { mapOutcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING, TEXT } from './endpoint.js'

const FLAG = z.object({
  id: z.int(),
  key: z.string(),
  name: TEXT,
  active: z.boolean(),
  deleted: z.optional(z.nullable(z.boolean())),
  filters: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
})

const WRITE = { what: 'a feature flag', scope: 'feature_flag:write' } as const

export function featureFlagsApi(on: Endpoints): FeatureFlagsApi {
  return {
    search: async (text) =>
      mapOutcome(
        await askPages(
          on,
          'feature_flags/',
          { what: 'feature flags', scope: 'feature_flag:read', item: FLAG },
          { search: text },
        ),
        (found) => found.map(flagOf).filter(({ deleted }) => !deleted),
      ),
    create: async (wanted) =>
      mapOutcome(
        await askProject(on, 'feature_flags/', { ...WRITE, method: 'POST', body: wanted, shape: FLAG }),
        flagOf,
      ),
    update: async (id, change) =>
      mapOutcome(
        await askProject(on, `feature_flags/${id}/`, { ...WRITE, method: 'PATCH', body: change, shape: FLAG }),
        flagOf,
      ),
    remove: (id) =>
      askProject(on, `feature_flags/${id}/`, { ...WRITE, method: 'PATCH', body: { deleted: true }, shape: NOTHING }),
  }
}

const flagOf = (found: z.infer<typeof FLAG>): FeatureFlag => ({
  id: found.id,
  key: found.key,
  name: found.name,
  active: found.active,
  deleted: found.deleted === true,
  filters: found.filters ?? {},
})
