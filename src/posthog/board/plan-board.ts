import type { Dashboard, DashboardTile, Insight } from '../api/contract/boards.js'
import type { LogView } from '../api/contract/logs.js'
import { planCanvas } from '../canvas/plan-canvas.js'
import type { BoardPlan, BoardStep } from './board-plan.js'
import type { FoundBoard } from './found-board.js'
import { definitionOf, isUntouched, partsOfInsight, partsOfView, type Standing, standingOf, unmarked } from './mark.js'
import { tileNameOf, type WantedBoard, type WantedTile, type WantedView } from './wanted-board.js'

const CHANGES = { same: 'leave', outdated: 'update', edited: 'edited' } as const
const EDITED = 'somebody changed it in PostHog'
const TAKEN_OFF = 'somebody took it off the board'

/**
 * Returns what has to be done for a board to be as it is wanted. What somebody changed in PostHog is left alone, unless `force`. Of what
 * is as it should be nothing is written: done, the plan after it has no writes.
 */
export function planBoard(wanted: WantedBoard, found: FoundBoard, force = false): BoardPlan {
  const board = found.boards[0]
  const byName = Map.groupBy(found.insights, ({ tags }) => tileNameOf(tags))
  const names = new Set(wanted.tiles.map(({ name }) => name))
  const spare = [...byName].flatMap(([name, insights]) =>
    name === undefined ? [] : names.has(name) ? insights.slice(1) : insights,
  )
  const tiles = wanted.tiles.map((tile) => tileStep(tile, byName.get(tile.name)?.[0], board, force))
  return [
    boardStep(wanted, board, force),
    textStep(wanted, board, force),
    ...tiles,
    ...spare.map((insight) => spareStep(insight, force)),
    ...layoutSteps(tiles, board),
    ...('outcome' in found.views ? [] : viewSteps(wanted.views, found.views, force)),
    ...planCanvas(wanted.canvas, found.canvases, force),
  ]
}

const changeOf = (standing: Standing, force: boolean): 'leave' | 'update' | 'edited' =>
  standing === 'edited' && force ? 'update' : CHANGES[standing]

const because = (change: string, why = EDITED): { why?: string } => (change === 'edited' ? { why } : {})

function boardStep({ title, description }: WantedBoard, board: Dashboard | undefined, force: boolean): BoardStep {
  if (board === undefined) return { kind: 'board', name: title, change: 'create' }
  const standing = standingOf({ text: board.description, parts: [board.name] }, { text: description, parts: [title] })
  const change = changeOf(standing, force)
  return { kind: 'board', name: title, change, id: board.id, ...because(change) }
}

/** The tile of text that is ours: it has our mark, whatever else it says now. */
export const textTileOf = ({ tiles }: Dashboard): DashboardTile | undefined =>
  tiles.find(({ text }) => text !== undefined && unmarked(text).mark !== undefined)

function textStep({ text }: WantedBoard, board: Dashboard | undefined, force: boolean): BoardStep {
  const tile = board === undefined ? undefined : textTileOf(board)
  if (board === undefined || tile === undefined) return { kind: 'text', name: 'text', change: 'create' }
  const change = changeOf(standingOf({ text: tile.text ?? '', parts: [] }, { text, parts: [] }), force)
  return { kind: 'text', name: 'text', change, boardId: board.id, tileId: tile.id, ...because(change) }
}

function tileStep(
  tile: WantedTile,
  insight: Insight | undefined,
  board: Dashboard | undefined,
  force: boolean,
): BoardStep {
  const { name } = tile
  if (insight === undefined) return { kind: 'tile', name, change: 'create', tile }
  const standing = standingOf(
    { text: insight.description, parts: partsOfInsight(insight.name, insight.query) },
    { text: tile.description, parts: partsOfInsight(tile.title, definitionOf(tile)) },
  )
  const change = changeOf(standing, force)
  const isOn = board?.tiles.some(({ insightId }) => insightId === insight.id) === true
  if (board !== undefined && !isOn && !force)
    return { kind: 'tile', name, change: 'edited', tile, insight, isPlaced: false, why: TAKEN_OFF }
  return { kind: 'tile', name, change, tile, insight, isPlaced: !isOn, ...because(change) }
}

/** Of an earlier version, or made twice. */
function spareStep(insight: Insight, force: boolean): BoardStep {
  const name = tileNameOf(insight.tags) ?? insight.name
  return force || isUntouched(insight.description, partsOfInsight(insight.name, insight.query))
    ? { kind: 'tile', name, change: 'remove', insight }
    : { kind: 'tile', name, change: 'edited', insight, why: EDITED }
}

/** What nobody has moved yet gets its place; what somebody moved keeps it. */
function layoutSteps(tiles: readonly BoardStep[], board: Dashboard | undefined): readonly BoardStep[] {
  const ours = new Set(tiles.flatMap((step) => (step.kind === 'tile' && 'insight' in step ? [step.insight?.id] : [])))
  const isNew = tiles.some(
    (step) => step.kind === 'tile' && (step.change === 'create' || ('isPlaced' in step && step.isPlaced)),
  )
  const text = board === undefined ? undefined : textTileOf(board)
  const isUnplaced = (tile: DashboardTile) =>
    tile.layout === undefined && (tile.id === text?.id || (tile.insightId !== undefined && ours.has(tile.insightId)))
  return isNew || text === undefined || board?.tiles.some(isUnplaced) === true
    ? [{ kind: 'layout', name: 'layout', change: 'update' }]
    : []
}

/** Views have no tags and no description: their mark is at the end of their name. */
function viewSteps(wanted: readonly WantedView[], found: readonly LogView[], force: boolean): BoardStep[] {
  const ours = found.filter(({ name }) => unmarked(name).mark !== undefined)
  const used = new Set<LogView>()
  const steps = wanted.map((view): BoardStep => {
    const own = ours.find(({ name }) => unmarked(name).text === view.title)
    if (own === undefined) return { kind: 'view', name: view.title, change: 'create', view }
    used.add(own)
    const standing = standingOf(
      { text: own.name, parts: partsOfView(own.filters) },
      { text: view.title, parts: partsOfView(view.filters) },
    )
    const change = changeOf(standing, force)
    return { kind: 'view', name: view.title, change, view, shortId: own.shortId, ...because(change) }
  })
  return [...steps, ...ours.filter((view) => !used.has(view)).map((view) => viewRemoval(view, force))]
}

/** Returns what becomes of a view of ours that is no longer wanted. */
export function viewRemoval({ name, filters, shortId }: LogView, force: boolean): BoardStep {
  const title = unmarked(name).text
  return force || isUntouched(name, partsOfView(filters))
    ? { kind: 'view', name: title, change: 'remove', shortId }
    : { kind: 'view', name: title, change: 'edited', shortId, why: EDITED }
}

/** Returns what becomes of an insight of ours that is no longer wanted. */
export const insightRemoval = spareStep
