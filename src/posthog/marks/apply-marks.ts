import type { Annotation } from '../api/contract/boards.js'
import type { Failed, Outcome } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import type { MarkStep } from './plan-marks.js'
import { contentOfMark, MARK_SEARCH } from './wanted-mark.js'

/** What came of a plan. */
export interface MarksApplied {
  /** Marks that were made or removed. */
  readonly writes: number
  /** What went wrong first; what comes after it was not done. */
  readonly failure: Failed | undefined
}

/** Reads all marks of ours. Scope `annotation:read`. */
export const findMarks = (api: Pick<PostHogApi, 'annotations'>): Promise<Outcome<readonly Annotation[]>> =>
  api.annotations.search(MARK_SEARCH)

/** Does what a plan says, step by step; a plan that is made anew does the rest. Scope `annotation:write`. Never rejects. */
export async function applyMarks(
  api: Pick<PostHogApi, 'annotations'>,
  plan: readonly MarkStep[],
  boardId: number | undefined,
): Promise<MarksApplied> {
  let writes = 0
  for (const step of plan) {
    if (step.change !== 'create' && step.change !== 'remove') continue
    const board = boardId === undefined ? {} : { dashboardId: boardId }
    const done =
      step.change === 'create'
        ? await api.annotations.create({ content: contentOfMark(step.mark), at: step.mark.at, ...board })
        : await api.annotations.remove(step.annotation.id)
    if (done.outcome !== 'ok') return { writes, failure: done }
    writes++
  }
  return { writes, failure: undefined }
}
