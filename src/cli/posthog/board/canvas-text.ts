import type { Failed } from '../../../posthog/api/contract/outcome.js'
import type { BoardApplied } from '../../../posthog/board/apply-board.js'
import type { FoundBoard } from '../../../posthog/board/found-board.js'
import { failureText } from '../connect.js'

type Canvases = FoundBoard['canvases']

/** Says in a line what became of the canvas, where it is not as it was wanted. */
export function canvasNotes(found: Canvases, { canvas, canvasFailure }: BoardApplied): string[] {
  const failure = failureOf(found, canvasFailure)
  if (failure === undefined)
    return canvas?.isBuilding
      ? ['PostHog is still building the canvas: it shows what was there before until then.']
      : []
  if (hasNone(found)) return ['The canvas was left out: this project has no canvases.']
  return [`The canvas was left out: ${failureText(failure)}`]
}

/** Returns whether nothing went wrong with it: it is as it is wanted, or there is none to be had. */
export function isLeftOut(found: Canvases, { canvasFailure }: BoardApplied): boolean {
  const failure = failureOf(found, canvasFailure)
  return failure === undefined || failure.outcome === 'missing_scope' || hasNone(found)
}

/** Returns the page of the canvas, if PostHog names one of its own. */
export function urlOfCanvas(found: Canvases, { canvas }: BoardApplied, isRemoval: boolean): string | undefined {
  const url = canvas?.url ?? ('outcome' in found || isRemoval ? undefined : found[0]?.url)
  return url !== undefined && /^https?:\/\/[\x21-\x7e]{1,300}$/.test(url) ? url : undefined
}

const failureOf = (found: Canvases, failure: Failed | undefined): Failed | undefined =>
  'outcome' in found ? found : failure

/** Most projects have none. */
const hasNone = (found: Canvases): boolean => 'outcome' in found && found.status === 404
