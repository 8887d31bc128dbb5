import type { Failed } from '../../../posthog/api/contract/outcome.js'
import type { PostHogApi } from '../../../posthog/api/contract/posthog-api.js'
import { BOARD } from '../../../posthog/board/wanted-board.js'
import { applyMarks, findMarks } from '../../../posthog/marks/apply-marks.js'
import { planMarkRemoval, planMarks } from '../../../posthog/marks/plan-marks.js'
import type { WantedMark } from '../../../posthog/marks/wanted-mark.js'

/** What became of marks. */
export interface ToldMarks {
  /** `undefined`: there is no board. */
  readonly writes: number | undefined
  /** Marks that somebody changed in PostHog, of a removal. */
  readonly edited: number
  readonly failure: Failed | undefined
}

/** Puts marks on the board, if there is one. Never rejects. */
export async function tellMarks(api: PostHogApi, wanted: readonly WantedMark[]): Promise<ToldMarks> {
  const boards = await api.dashboards.list(BOARD)
  if (boards.outcome !== 'ok') return { writes: undefined, edited: 0, failure: boards }
  const boardId = boards.value.map(({ id }) => id).sort((a, b) => a - b)[0]
  if (boardId === undefined) return { writes: undefined, edited: 0, failure: undefined }
  const found = await findMarks(api)
  if (found.outcome !== 'ok') return { writes: 0, edited: 0, failure: found }
  return { edited: 0, ...(await applyMarks(api, planMarks(wanted, found.value, boardId), boardId)) }
}

/** Removes all marks of ours that nobody has changed. Never rejects. */
export async function removeMarks(api: PostHogApi, force: boolean): Promise<ToldMarks> {
  const found = await findMarks(api)
  if (found.outcome !== 'ok') return { writes: 0, edited: 0, failure: found }
  const plan = planMarkRemoval(found.value, force)
  const edited = plan.filter(({ change }) => change === 'edited').length
  return { edited, ...(await applyMarks(api, plan, undefined)) }
}
