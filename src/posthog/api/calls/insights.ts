import * as z from 'zod/mini'
import type { Insight, InsightsApi } from '../contract/boards.js'
import { mapOutcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING, TEXT } from './endpoint.js'

const INSIGHT = z.object({
  id: z.int(),
  short_id: z.string(),
  name: TEXT,
  description: TEXT,
  tags: z.optional(z.nullable(z.array(z.string()))),
  deleted: z.optional(z.nullable(z.boolean())),
  query: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  dashboards: z.optional(z.nullable(z.array(z.int()))),
  last_modified_at: z.optional(z.nullable(z.string())),
})

const WRITE = { what: 'an insight', scope: 'insight:write' } as const

export function insightsApi(on: Endpoints): InsightsApi {
  return {
    list: async (tag) =>
      mapOutcome(
        await askPages(
          on,
          'insights/',
          { what: 'insights', scope: 'insight:read', item: INSIGHT },
          { tags: JSON.stringify([tag.toLowerCase()]) },
        ),
        (found) => found.map(insightOf).filter(({ tags, deleted }) => !deleted && tags.includes(tag.toLowerCase())),
      ),
    create: async (wanted) =>
      mapOutcome(
        await askProject(on, 'insights/', {
          ...WRITE,
          method: 'POST',
          body: { ...wanted, saved: true },
          shape: INSIGHT,
        }),
        insightOf,
      ),
    update: async (id, change) =>
      mapOutcome(
        await askProject(on, `insights/${id}/`, { ...WRITE, method: 'PATCH', body: change, shape: INSIGHT }),
        insightOf,
      ),
    remove: (id) =>
      askProject(on, `insights/${id}/`, { ...WRITE, method: 'PATCH', body: { deleted: true }, shape: NOTHING }),
  }
}

const insightOf = (found: z.infer<typeof INSIGHT>): Insight => ({
  id: found.id,
  shortId: found.short_id,
  name: found.name,
  description: found.description,
  tags: found.tags ?? [],
  deleted: found.deleted === true,
  query: found.query ?? {},
  dashboards: found.dashboards ?? [],
  lastModifiedAt: found.last_modified_at ?? undefined,
})
