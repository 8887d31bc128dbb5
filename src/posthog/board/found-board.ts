import type { Dashboard, Insight } from '../api/contract/boards.js'
import type { LogView } from '../api/contract/logs.js'
import { type Failed, type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { type FoundCanvas, findCanvases } from '../canvas/plan-canvas.js'
import { BOARD, OURS } from './wanted-board.js'

/** What of ours is in PostHog. */
export interface FoundBoard {
  /** Ours, with their tiles, the oldest first. More than one only if somebody ran us twice at once. */
  readonly boards: readonly Dashboard[]
  /** All that have our tag, the oldest first. */
  readonly insights: readonly Insight[]
  /** All views of the project; the failure where they cannot be read. */
  readonly views: readonly LogView[] | Failed
  /** Ours; the failure where a project has none, or they cannot be read. */
  readonly canvases: readonly FoundCanvas[] | Failed
}

/** Reads what of ours is in PostHog. Scopes `dashboard:read`, `insight:read`, `logs:read` for views, and `canvas:read` for canvases. */
export async function findBoard(api: PostHogApi): Promise<Outcome<FoundBoard>> {
  const listed = await api.dashboards.list(BOARD)
  if (listed.outcome !== 'ok') return listed
  const boards: Dashboard[] = []
  for (const { id } of oldestFirst(listed.value)) {
    const board = await api.dashboards.get(id)
    if (board.outcome !== 'ok') return board
    boards.push(board.value)
  }
  const insights = await api.insights.list(OURS)
  if (insights.outcome !== 'ok') return insights
  const views = await api.logs.views()
  const canvases = await findCanvases(api)
  return ok({
    boards,
    insights: oldestFirst(insights.value),
    views: views.outcome === 'ok' ? views.value : views,
    canvases: canvases.outcome === 'ok' ? canvases.value : canvases,
  })
}

const oldestFirst = <T extends { readonly id: number }>(items: readonly T[]): readonly T[] =>
  items.toSorted((a, b) => a.id - b.id)
