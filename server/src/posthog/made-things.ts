import type { Failed, FoundBoard, PostHogApi } from 'lipservice/posthog-api'
import type { MadeKind, MadeThing } from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'
import type { PostHogModule } from './open-posthog.js'

/** What became of things that are to be removed. */
export interface Removal {
  readonly removed: Readonly<Record<MadeKind, number>>
  /** Why one could not be; `undefined`: all are gone but those that somebody changed. */
  readonly problem: string | undefined
  readonly left: number
}

export const NONE_REMOVED: Removal['removed'] = {
  dashboard: 0,
  insight: 0,
  annotation: 0,
  view: 0,
  canvas: 0,
  feature_flag: 0,
}

/**
 * Removes what was made in PostHog for a team, marks first: what is gone already is fine, and what somebody changed stays. A right that is missing
 * stops it, and what is left is still noted.
 */
export async function removeMade(
  api: PostHogApi,
  posthog: PostHogModule,
  store: Pick<Store['posthog'], 'forgetMade'>,
  teamId: number,
  things: readonly MadeThing[],
): Promise<Removal> {
  const has = (kind: MadeKind, id: number | string) =>
    things.some((thing) => thing.kind === kind && thing.remoteId === String(id))
  const ofBoard = ({ boards, insights, views, canvases }: FoundBoard): FoundBoard => ({
    boards: boards.filter(({ id }) => has('dashboard', id)),
    insights: insights.filter(({ id }) => has('insight', id)),
    views: 'outcome' in views ? views : views.filter(({ shortId }) => has('view', shortId)),
    canvases: 'outcome' in canvases ? canvases : canvases.filter(({ id }) => has('canvas', id)),
  })

  // Nothing is asked for what was never made: its right may be missing.
  const marksThere = async () =>
    things.some(({ kind }) => kind === 'annotation') ? posthog.findMarks(api) : posthog.ok([])
  const boardThere = async () =>
    things.some(({ kind }) => kind !== 'annotation')
      ? posthog.findBoard(api)
      : posthog.ok<FoundBoard>({ boards: [], insights: [], views: [], canvases: [] })

  async function remove(): Promise<Failed | undefined> {
    const marks = await marksThere()
    if (marks.outcome !== 'ok') return marks
    const own = marks.value.filter(({ id }) => has('annotation', id))
    const { failure: unremoved } = await posthog.applyMarks(api, posthog.planMarkRemoval(own), undefined)
    if (unremoved !== undefined) return unremoved
    const found = await boardThere()
    if (found.outcome !== 'ok') return found
    const plan = posthog.planRemoval(ofBoard(found.value))
    const { failure, viewsDenied, canvasFailure } = await posthog.applyBoard(api, posthog.NO_BOARD, plan)
    return failure ?? viewsDenied ?? canvasFailure
  }

  /** Returns those that are still there; all, where that is not known. */
  async function leftOver(): Promise<readonly MadeThing[]> {
    const [marks, found] = [await marksThere(), await boardThere()]
    const board = found.outcome === 'ok' ? ofBoard(found.value) : undefined
    const there: Record<MadeKind, ReadonlySet<string> | undefined> = {
      annotation: marks.outcome === 'ok' ? new Set(marks.value.map(({ id }) => String(id))) : undefined,
      dashboard: board && new Set(board.boards.map(({ id }) => String(id))),
      insight: board && new Set(board.insights.map(({ id }) => String(id))),
      view:
        board === undefined || 'outcome' in board.views
          ? undefined
          : new Set(board.views.map(({ shortId }) => shortId)),
      canvas:
        board === undefined || 'outcome' in board.canvases ? undefined : new Set(board.canvases.map(({ id }) => id)),
      feature_flag: undefined,
    }
    return things.filter(({ kind, remoteId }) => there[kind]?.has(remoteId) ?? true)
  }

  const failure = await remove()
  const left = await leftOver()
  const removed: Record<MadeKind, number> = { ...NONE_REMOVED }
  for (const thing of things) {
    if (left.includes(thing)) continue
    await store.forgetMade(teamId, thing.kind, thing.remoteId)
    removed[thing.kind]++
  }
  return { removed, problem: failure?.message, left: left.length }
}
