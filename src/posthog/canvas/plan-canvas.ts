import type { CanvasBuild, CanvasSource } from '../api/contract/canvases.js'
import { type Failed, type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { isUntouched, standingOf, unmarked } from '../board/mark.js'
import type { WantedCanvas } from '../board/wanted-board.js'
import { CANVAS_TAG, partsOfCanvas, textOfCanvas } from './wanted-canvas.js'

/** A canvas of ours that is there. */
export interface FoundCanvas {
  readonly id: string
  readonly name: string
  /** Its page, as PostHog names it. */
  readonly url: string | undefined
  readonly source: CanvasSource
  /** Of its source as it is now; `undefined`: PostHog does not say. */
  readonly build: CanvasBuild | undefined
}

/** What is done about the canvas. `leave`: it is as it should be. `edited`: somebody else has changed it, and it stays as it is. */
export type CanvasStep = { readonly kind: 'canvas'; readonly name: string; readonly why?: string } & (
  | { readonly change: 'create' }
  | { readonly change: 'update'; readonly id: string; readonly versionId: string | undefined }
  | { readonly change: 'remove' | 'leave' | 'edited'; readonly id: string }
)

const EDITED = 'somebody changed it in PostHog'

/** Reads which canvases are ours, the oldest first; copies that people made of them are theirs. Scope `canvas:read`. */
export async function findCanvases(api: PostHogApi): Promise<Outcome<readonly FoundCanvas[]>> {
  const listed = await api.canvases.search(CANVAS_TAG)
  if (listed.outcome !== 'ok') return listed
  const found: FoundCanvas[] = []
  for (const { id, name, url, description, isCopy } of listed.value.toReversed()) {
    if (isCopy || !description.endsWith(CANVAS_TAG)) continue
    const source = await api.canvases.source(id)
    if (source.outcome !== 'ok') return source
    const builds = await api.canvases.builds(id)
    if (builds.outcome !== 'ok') return builds
    const build = builds.value.find(({ versionId }) => versionId === source.value.versionId)
    found.push({ id, name, url, source: source.value, build })
  }
  return ok(found)
}

/** Returns what has to be done for the canvas to be as it is wanted. */
export function planCanvas(
  wanted: WantedCanvas | undefined,
  found: readonly FoundCanvas[] | Failed,
  force: boolean,
): readonly CanvasStep[] {
  if (wanted === undefined || 'outcome' in found) return []
  const { name } = wanted
  const [own] = found
  if (own === undefined) return [{ kind: 'canvas', name, change: 'create' }]
  const { id, source, build } = own
  const update = { kind: 'canvas', name, change: 'update', id, versionId: source.versionId } as const
  // A run was stopped between making it and giving it a source.
  if (source.versionId === undefined) return [update]
  const standing = standingOf(
    { text: textOfCanvas(source.project), parts: partsOfCanvas(own.name, source.project) },
    { text: unmarked(textOfCanvas(wanted.project)).text, parts: partsOfCanvas(name, wanted.project) },
  )
  if (standing === 'outdated' || (force && standing === 'edited')) return [update]
  if (standing === 'edited') return [{ kind: 'canvas', name, change: 'edited', id, why: EDITED }]
  if (build?.status !== 'failed') return [{ kind: 'canvas', name, change: 'leave', id }]
  return force ? [update] : [{ kind: 'canvas', name, change: 'leave', id, why: buildFailure(build) }]
}

/** Returns what has to be done for no canvas of ours to be there. */
export const planCanvasRemoval = (found: readonly FoundCanvas[] | Failed, force: boolean): readonly CanvasStep[] =>
  'outcome' in found
    ? []
    : found.map(({ id, name, source: { project, versionId } }) =>
        force || versionId === undefined || isUntouched(textOfCanvas(project), partsOfCanvas(name, project))
          ? { kind: 'canvas', name, change: 'remove', id }
          : { kind: 'canvas', name, change: 'edited', id, why: EDITED },
      )

const MAX_PROBLEM = 200

/** Says why PostHog shows no such canvas, or an older one. */
export const buildFailure = ({ problems }: CanvasBuild): string =>
  `PostHog could not build it: ${(problems[0] ?? 'it does not say why').slice(0, MAX_PROBLEM)}`
