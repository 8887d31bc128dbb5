import type { Dashboard } from '../api/contract/boards.js'
import { planCanvasRemoval } from '../canvas/plan-canvas.js'
import type { BoardPlan, BoardStep } from './board-plan.js'
import type { FoundBoard } from './found-board.js'
import { isUntouched, unmarked } from './mark.js'
import { insightRemoval, textTileOf, viewRemoval } from './plan-board.js'
import { BOARD, OURS, tileNameOf } from './wanted-board.js'

/**
 * Returns what has to be done for nothing of ours to be left in PostHog. What somebody changed stays, unless `force`; so does a board
 * on which something stays.
 */
export function planRemoval(found: FoundBoard, force = false): BoardPlan {
  const tiles = found.insights
    .filter(({ tags }) => tileNameOf(tags) !== undefined)
    .map((insight) => insightRemoval(insight, force))
  const removed = new Set(tiles.flatMap((step) => (isRemoval(step) && 'insight' in step ? [step.insight?.id] : [])))
  const edited = new Set(tiles.flatMap((step) => (!isRemoval(step) && 'insight' in step ? [step.insight?.id] : [])))
  const views = 'outcome' in found.views ? [] : found.views.filter(({ name }) => unmarked(name).mark !== undefined)
  return [
    ...planCanvasRemoval(found.canvases, force),
    ...tiles,
    ...views.map((view) => viewRemoval(view, force)),
    ...found.boards.flatMap((board) => boardSteps(board, removed, edited, force)),
  ]
}

const isRemoval = ({ change }: BoardStep): boolean => change === 'remove'

function boardSteps(
  board: Dashboard,
  removed: ReadonlySet<number | undefined>,
  edited: ReadonlySet<number | undefined>,
  force: boolean,
): readonly BoardStep[] {
  const { id, name, tiles } = board
  const text = textTileOf(board)
  const isOurText = text !== undefined && (force || isUntouched(text.text ?? '', []))
  const staying = tiles.filter(
    (tile) => !(tile.insightId !== undefined && removed.has(tile.insightId)) && !(isOurText && tile.id === text.id),
  )
  if (staying.length === 0) return [{ kind: 'board', name, change: 'remove', id }]
  const isStillOurs = staying.some((tile) => tile.id === text?.id || edited.has(tile.insightId))
  const last: BoardStep = isStillOurs
    ? { kind: 'board', name, change: 'leave', id, why: 'something on it was changed in PostHog' }
    : {
        kind: 'board',
        name,
        change: 'release',
        id,
        tags: board.tags.filter((tag) => tag !== OURS && tag !== BOARD),
        description: unmarked(board.description).text,
        why: 'others have put tiles on it',
      }
  return [
    ...(text === undefined
      ? []
      : [
          {
            kind: 'text',
            name: 'text',
            change: isOurText ? 'remove' : 'edited',
            boardId: id,
            tileId: text.id,
          } as const,
        ]),
    last,
  ]
}
