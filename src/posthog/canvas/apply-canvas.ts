import type { Timers } from '../../internal/timer.js'
import { type Failed, type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import type { WantedCanvas } from '../board/wanted-board.js'
import { buildFailure, type CanvasStep } from './plan-canvas.js'
import { CANVAS_DESCRIPTION, CANVAS_TAG } from './wanted-canvas.js'

/** PostHog builds in seconds; its own tools look for two minutes. */
const LOOK_MILLIS = 3_000
const LOOKS = 40
/** The space of ours, if somebody made one. */
const OWN_SPACE = 'lipservice'
/** Every team's. */
const COMMON_SPACE = 'general'

/** How a canvas is made. */
export interface CanvasOptions {
  readonly timers: Timers
  /** Name of the space that a new one is filed in. Default: `lipservice` if there is one, else the one that all of the team share. */
  readonly space: string | undefined
}

/** What came of it. */
export interface CanvasDone {
  /** Its page, as PostHog names it. */
  readonly url?: string | undefined
  /** PostHog has not built it yet. */
  readonly isBuilding?: boolean
}

/** Does one step, and waits until PostHog has built what was published. */
export async function applyCanvas(
  api: PostHogApi,
  wanted: WantedCanvas | undefined,
  step: CanvasStep,
  options: CanvasOptions,
): Promise<Outcome<CanvasDone>> {
  if (step.change === 'remove') {
    const removed = await api.canvases.remove(step.id)
    return removed.outcome === 'ok' ? ok({}) : removed
  }
  if (wanted === undefined || step.change === 'leave' || step.change === 'edited') return ok({})
  if (step.change === 'update') return published(api, wanted, step, options.timers)
  const made = await newCanvas(api, wanted.name, options.space)
  if (made.outcome !== 'ok') return made
  const done = await published(api, wanted, { id: made.value.id, versionId: undefined }, options.timers)
  return done.outcome === 'ok' ? ok({ ...done.value, url: made.value.url }) : done
}

async function newCanvas(api: PostHogApi, name: string, space: string | undefined) {
  const spaces = await api.canvases.spaces()
  if (spaces.outcome !== 'ok') return spaces
  const shared = spaces.value.filter(({ isShared }) => isShared)
  const named = (wanted: string) => spaces.value.find((one) => one.name.toLowerCase() === wanted.toLowerCase())
  const chosen = space === undefined ? (named(OWN_SPACE) ?? named(COMMON_SPACE) ?? shared[0]) : named(space)
  if (chosen === undefined)
    return refused(
      space === undefined
        ? 'there is no space that the team shares: make one in PostHog'
        : `there is no space '${space.slice(0, 100)}'`,
    )
  const made = await api.canvases.create({ name, description: CANVAS_DESCRIPTION, spaceId: chosen.id })
  if (made.outcome !== 'ok' || made.value.description.endsWith(CANVAS_TAG)) return made
  // Nobody would find it again: each run would make another.
  await api.canvases.remove(made.value.id)
  return refused('PostHog does not keep descriptions of canvases here')
}

const refused = (message: string): Failed => ({ outcome: 'refused', message: `a canvas: ${message}` })

async function published(
  api: PostHogApi,
  { project }: WantedCanvas,
  { id, versionId }: { readonly id: string; readonly versionId: string | undefined },
  timers: Timers,
): Promise<Outcome<CanvasDone>> {
  const version = await api.canvases.publish(id, project, versionId)
  if (version.outcome !== 'ok') return version
  for (let look = 1; look <= LOOKS; look++) {
    const builds = await api.canvases.builds(id)
    if (builds.outcome !== 'ok') return builds
    const build = builds.value.find((one) => one.versionId === version.value)
    if (build?.status === 'ready') return ok({})
    if (build?.status === 'failed') return refused(`${buildFailure(build)}. What was there before stays`)
    if (look < LOOKS)
      await new Promise<void>((resolve) => timers.after(LOOK_MILLIS, () => resolve(), { keepAlive: true }))
  }
  return ok({ isBuilding: true })
}
