import { systemTimers } from '../../internal/timer.js'
import type { Dashboard, TileLayout } from '../api/contract/boards.js'
import { type Failed, type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { applyCanvas, type CanvasDone, type CanvasOptions } from '../canvas/apply-canvas.js'
import { type BoardPart, type BoardPlan, isWrite } from './board-plan.js'
import { definitionOf, marked, partsOfInsight, partsOfView } from './mark.js'
import { textTileOf } from './plan-board.js'
import { BOARD, OURS, tagsOfTile, type WantedBoard, type WantedTile, type WantedView } from './wanted-board.js'

/** What came of a plan. */
export interface BoardApplied {
  /** Steps that changed something in PostHog. */
  readonly writes: number
  /** Id of the board; `undefined`: there is none. */
  readonly boardId: number | undefined
  /** What went wrong first; what comes after it was not done. Views that the key may not write stand in `viewsDenied` instead. */
  readonly failure: Failed | undefined
  /** The key may not write views of logs. */
  readonly viewsDenied: Failed | undefined
  /** Why the canvas is not as it is wanted; all else is done all the same. */
  readonly canvasFailure: Failed | undefined
  /** What was made of it. */
  readonly canvas: CanvasDone | undefined
}

/** What a tile of text says when its board stays. */
const REMOVED_TEXT = 'LipService made this board, and was removed from it.'

/**
 * Does what a plan says, step by step. It can be stopped at any of them: a plan that is made anew does the rest. Never rejects.
 *
 * @param wanted what the plan was made for; of a removal, the same
 */
export async function applyBoard(
  api: PostHogApi,
  wanted: WantedBoard,
  plan: BoardPlan,
  { timers = systemTimers, space }: Partial<CanvasOptions> = {},
): Promise<BoardApplied> {
  let writes = 0
  let viewsDenied: Failed | undefined
  let canvas: CanvasDone | undefined
  let canvasFailure: Failed | undefined
  let boardId = plan.flatMap((step) => (step.kind === 'board' && 'id' in step ? [step.id] : []))[0]
  const applied = (failure?: Failed): BoardApplied => ({
    writes,
    boardId,
    failure,
    viewsDenied,
    canvas,
    canvasFailure,
  })
  for (const step of plan.filter(isWrite)) {
    if (step.kind === 'view' && viewsDenied !== undefined) continue
    if (step.kind === 'canvas') {
      const made = await applyCanvas(api, wanted.canvas, step, { timers, space })
      if (made.outcome === 'ok') {
        writes++
        canvas = made.value
      } else canvasFailure ??= made
      continue
    }
    const done = await applyStep(api, wanted, step, boardId)
    if (done.outcome === 'missing_scope' && step.kind === 'view') {
      viewsDenied = done
      continue
    }
    if (done.outcome !== 'ok') return applied(done)
    writes++
    if (step.kind === 'board') boardId = step.change === 'remove' ? undefined : (done.value ?? boardId)
  }
  return applied()
}

/** Answers the id of a board that was made. */
async function applyStep(
  api: PostHogApi,
  wanted: WantedBoard,
  step: BoardPart,
  boardId: number | undefined,
): Promise<Outcome<number | undefined>> {
  switch (step.kind) {
    case 'board':
      return applyToBoard(api, wanted, step)
    case 'text':
      if (step.change !== 'create')
        return done(
          await api.dashboards.updateText(
            step.boardId,
            step.tileId,
            step.change === 'remove' ? REMOVED_TEXT : marked(wanted.text, []),
          ),
        )
      return done(await api.dashboards.addText(boardId!, marked(wanted.text, [])))
    case 'tile':
      return applyToTile(api, step, boardId)
    case 'layout':
      return applyLayout(api, wanted, boardId!)
    case 'view':
      if (step.change === 'remove') return done(await api.logs.removeView(step.shortId))
      if (step.change === 'create') return done(await api.logs.createView(viewOf(step.view)))
      return done(await api.logs.updateView(step.shortId, viewOf(step.view!)))
  }
}

const done = (outcome: Outcome<unknown>): Outcome<undefined> => (outcome.outcome === 'ok' ? ok(undefined) : outcome)

async function applyToBoard(
  api: PostHogApi,
  { title, description }: WantedBoard,
  step: BoardPart & { readonly kind: 'board' },
): Promise<Outcome<number | undefined>> {
  const own = { name: title, description: marked(description, [title]) }
  if (step.change === 'remove') return api.dashboards.remove(step.id)
  if (step.change === 'release') {
    const { id, tags, description: left } = step
    return done(await api.dashboards.update(id, { tags, description: left }))
  }
  if (step.change !== 'create') return done(await api.dashboards.update(step.id, own))
  const made = await api.dashboards.create({ ...own, tags: [OURS, BOARD] })
  if (made.outcome !== 'ok') return made
  if (made.value.tags.includes(BOARD)) return ok(made.value.id)
  // Without its tag nobody finds it again: each run would make another.
  await api.dashboards.remove(made.value.id)
  return {
    outcome: 'refused',
    message: 'PostHog does not keep tags in this project, and without them what LipService makes is not found again.',
  }
}

async function applyToTile(
  api: PostHogApi,
  step: BoardPart & { readonly kind: 'tile' },
  boardId: number | undefined,
): Promise<Outcome<undefined>> {
  if (step.change === 'create') {
    const { tile } = step
    const insight = { ...contentOf(tile), tags: tagsOfTile(tile.name), dashboards: [boardId!] }
    return done(await api.insights.create(insight))
  }
  const { insight } = step
  if (step.change === 'remove') return api.insights.remove(insight.id)
  const { tile } = step
  const content = step.change === 'update' && tile !== undefined ? contentOf(tile) : {}
  const place =
    'isPlaced' in step && step.isPlaced
      ? { dashboards: [...(await livingBoards(api, insight.dashboards)), boardId!] }
      : {}
  return done(await api.insights.update(insight.id, { ...content, ...place }))
}

/** Boards that others have put an insight on: it stays on them. PostHog does not take those that were removed. */
async function livingBoards(api: PostHogApi, ids: readonly number[]): Promise<number[]> {
  const living: number[] = []
  for (const id of ids) if ((await api.dashboards.get(id)).outcome === 'ok') living.push(id)
  return living
}

const contentOf = (tile: WantedTile) => ({
  name: tile.title,
  description: marked(tile.description, partsOfInsight(tile.title, definitionOf(tile))),
  query: definitionOf(tile),
})

const viewOf = ({ title, filters }: WantedView) => ({ name: marked(title, partsOfView(filters)), filters })

async function applyLayout(api: PostHogApi, wanted: WantedBoard, boardId: number): Promise<Outcome<undefined>> {
  const board = await api.dashboards.get(boardId)
  if (board.outcome !== 'ok') return board
  const insights = await api.insights.list(OURS)
  if (insights.outcome !== 'ok') return insights
  const places = new Map<number, TileLayout>()
  for (const { name, layout } of wanted.tiles)
    for (const { id, tags } of insights.value) if (tags.includes(tagsOfTile(name)[1]!)) places.set(id, layout)
  const layouts = layoutsOf(board.value, places, wanted.textLayout)
  return layouts.length === 0 ? ok(undefined) : done(await api.dashboards.update(boardId, { layouts }))
}

function layoutsOf(board: Dashboard, places: ReadonlyMap<number, TileLayout>, textLayout: TileLayout) {
  const text = textTileOf(board)
  return board.tiles.flatMap(({ id, insightId, layout: now }) => {
    const layout = id === text?.id ? textLayout : insightId === undefined ? undefined : places.get(insightId)
    return layout === undefined || now !== undefined ? [] : [{ tileId: id, layout }]
  })
}
