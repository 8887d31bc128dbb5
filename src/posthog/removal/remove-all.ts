import type { Failed } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { applyBoard } from '../board/apply-board.js'
import { isWrite } from '../board/board-plan.js'
import { findBoard } from '../board/found-board.js'
import { planRemoval } from '../board/plan-removal.js'
import { NO_BOARD } from '../board/wanted-board.js'
import { applyMarks, findMarks } from '../marks/apply-marks.js'
import { planMarkRemoval } from '../marks/plan-marks.js'
import { applyToggle, findToggle, planToggleRemoval } from '../toggle/plan-toggle.js'

/** What became of one kind of what LipService made in a project. */
export interface RemovedKind {
  readonly kind: 'marks' | 'switch' | 'board'
  /** For people, such as `the feature flag that is the switch`. */
  readonly title: string
  /** Things that were removed, or would be. */
  readonly removed: number
  /** Things that somebody changed, which stay. */
  readonly edited: number
  /** Why not all of it is done. */
  readonly failure: Failed | undefined
}

/** How a removal goes. */
export interface RemovalOptions {
  /** Also what somebody changed. Default: `false`. */
  readonly force?: boolean
  /** Nothing is written. Default: `false`. */
  readonly isDryRun?: boolean
}

/**
 * Removes all that LipService made in a project: marks, the switch, then the dashboard with its insights and saved views. Each kind by itself: one whose
 * right is missing does not keep the others. Events stay: PostHog's API removes none. Never rejects.
 */
export async function removeAll(
  api: PostHogApi,
  { force = false, isDryRun = false }: RemovalOptions = {},
): Promise<readonly RemovedKind[]> {
  return [
    { kind: 'marks', title: 'marks of policies and incidents', ...(await removedMarks(api, force, isDryRun)) },
    { kind: 'switch', title: 'the feature flag that is the switch', ...(await removedSwitch(api, force, isDryRun)) },
    {
      kind: 'board',
      title: 'the dashboard, its insights, saved views and canvas',
      ...(await removedBoard(api, force, isDryRun)),
    },
  ]
}

type Removed = Pick<RemovedKind, 'removed' | 'edited' | 'failure'>
const nothing = (failure: Failed): Removed => ({ removed: 0, edited: 0, failure })
const counted = (plan: readonly { readonly change: string }[], change: string): number =>
  plan.filter((step) => step.change === change).length

async function removedMarks(api: PostHogApi, force: boolean, isDryRun: boolean): Promise<Removed> {
  const found = await findMarks(api)
  if (found.outcome !== 'ok') return nothing(found)
  const plan = planMarkRemoval(found.value, force)
  const edited = counted(plan, 'edited')
  if (isDryRun) return { removed: counted(plan, 'remove'), edited, failure: undefined }
  const { writes, failure } = await applyMarks(api, plan, undefined)
  return { removed: writes, edited, failure }
}

async function removedSwitch(api: PostHogApi, force: boolean, isDryRun: boolean): Promise<Removed> {
  const found = await findToggle(api)
  if (found.outcome !== 'ok') return nothing(found)
  const plan = planToggleRemoval(found.value, force)
  const edited = counted(plan, 'edited')
  if (isDryRun) return { removed: counted(plan, 'remove'), edited, failure: undefined }
  const done = await applyToggle(api, plan)
  return done.outcome === 'ok' ? { removed: done.value, edited, failure: undefined } : { ...nothing(done), edited }
}

async function removedBoard(api: PostHogApi, force: boolean, isDryRun: boolean): Promise<Removed> {
  const found = await findBoard(api)
  if (found.outcome !== 'ok') return nothing(found)
  const plan = planRemoval(found.value, force)
  const edited = counted(plan, 'edited')
  const unread = 'outcome' in found.value.views ? found.value.views : undefined
  if (isDryRun) return { removed: plan.filter(isWrite).length, edited, failure: unread }
  const { writes, failure, viewsDenied, canvasFailure } = await applyBoard(api, NO_BOARD, plan)
  return { removed: writes, edited, failure: failure ?? viewsDenied ?? canvasFailure ?? unread }
}
