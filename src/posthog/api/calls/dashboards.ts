import * as z from 'zod/mini'
import type { Dashboard, DashboardsApi, DashboardTile } from '../contract/boards.js'
import { mapOutcome } from '../contract/outcome.js'
import { askPages, askProject, type Endpoints, NOTHING, TEXT } from './endpoint.js'

const NUMBER = z.number()
const LAYOUT = z.object({ x: NUMBER, y: NUMBER, w: NUMBER, h: NUMBER })
const TILE = z.object({
  id: z.int(),
  deleted: z.optional(z.nullable(z.boolean())),
  insight: z.optional(z.nullable(z.object({ id: z.int() }))),
  text: z.optional(z.nullable(z.object({ body: TEXT }))),
  layouts: z.optional(z.nullable(z.object({ sm: z.optional(z.nullable(z.unknown())) }))),
})
const DASHBOARD = z.object({
  id: z.int(),
  name: TEXT,
  description: TEXT,
  tags: z.optional(z.nullable(z.array(z.string()))),
  pinned: z.optional(z.nullable(z.boolean())),
  deleted: z.optional(z.nullable(z.boolean())),
  tiles: z.optional(z.nullable(z.array(TILE))),
})

const WRITE = { what: 'a dashboard', scope: 'dashboard:write' } as const

export function dashboardsApi(on: Endpoints): DashboardsApi {
  const pathOf = (id: number) => `dashboards/${id}/`
  return {
    list: async (tag) =>
      mapOutcome(
        await askPages(
          on,
          'dashboards/',
          { what: 'dashboards', scope: 'dashboard:read', item: DASHBOARD },
          { tags: JSON.stringify([tag.toLowerCase()]) },
        ),
        (found) => found.map(dashboardOf).filter(({ tags, deleted }) => !deleted && tags.includes(tag.toLowerCase())),
      ),
    get: async (id) =>
      mapOutcome(
        await askProject(on, pathOf(id), {
          what: 'a dashboard',
          scope: 'dashboard:read',
          method: 'GET',
          shape: DASHBOARD,
        }),
        dashboardOf,
      ),
    create: async (wanted) =>
      mapOutcome(
        await askProject(on, 'dashboards/', { ...WRITE, method: 'POST', body: wanted, shape: DASHBOARD }),
        dashboardOf,
      ),
    update: async (id, { layouts, ...change }) =>
      mapOutcome(
        await askProject(on, pathOf(id), {
          ...WRITE,
          method: 'PATCH',
          body: {
            ...change,
            ...(layouts === undefined
              ? {}
              : { tiles: layouts.map(({ tileId, layout }) => ({ id: tileId, layouts: { sm: layout } })) }),
          },
          shape: DASHBOARD,
        }),
        dashboardOf,
      ),
    addText: async (id, text) =>
      mapOutcome(
        await askProject(on, `${pathOf(id)}create_text_tile/`, {
          ...WRITE,
          method: 'POST',
          body: { body: text },
          shape: TILE,
        }),
        tileOf,
      ),
    updateText: (id, tileId, text) =>
      askProject(on, `${pathOf(id)}update_text_tile/`, {
        ...WRITE,
        method: 'POST',
        repeatable: true,
        body: { tile_id: tileId, body: text },
        shape: NOTHING,
      }),
    remove: (id) => askProject(on, pathOf(id), { ...WRITE, method: 'PATCH', body: { deleted: true }, shape: NOTHING }),
  }
}

const dashboardOf = (found: z.infer<typeof DASHBOARD>): Dashboard => ({
  id: found.id,
  name: found.name,
  description: found.description,
  tags: found.tags ?? [],
  pinned: found.pinned === true,
  deleted: found.deleted === true,
  tiles: (found.tiles ?? []).filter(({ deleted }) => deleted !== true).map(tileOf),
})

/** A tile that nobody has moved has an empty layout. */
function tileOf({ id, insight, text, layouts }: z.infer<typeof TILE>): DashboardTile {
  const layout = z.safeParse(LAYOUT, layouts?.sm)
  return { id, insightId: insight?.id, text: text?.body, layout: layout.success ? layout.data : undefined }
}
