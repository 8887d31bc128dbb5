import type { Outcome, PostHogApi } from 'lipservice/posthog-api'
import type { MadeKind, MadeThing } from '../store/contracts/posthog.js'
import type { Store } from '../store/store.js'

const NOT_FOUND = 404

/** What became of things that are to be removed. */
export interface Removal {
  readonly removed: Readonly<Record<MadeKind, number>>
  /** Why one could not be; `undefined`: all are gone. */
  readonly problem: string | undefined
  readonly left: number
}

/** Removes what was made in PostHog for a team, one after the other: what is gone already is fine. Stops at the first that cannot be. */
export async function removeMade(
  api: Pick<PostHogApi, 'dashboards' | 'insights' | 'annotations' | 'featureFlags' | 'logs'>,
  store: Pick<Store['posthog'], 'forgetMade'>,
  teamId: number,
  things: readonly MadeThing[],
): Promise<Removal> {
  const removed = { dashboard: 0, insight: 0, annotation: 0, view: 0, feature_flag: 0 }
  const calls: Record<MadeKind, (id: string) => Promise<Outcome<undefined>>> = {
    dashboard: (id) => api.dashboards.remove(Number(id)),
    insight: (id) => api.insights.remove(Number(id)),
    annotation: (id) => api.annotations.remove(Number(id)),
    view: (id) => api.logs.removeView(id),
    feature_flag: (id) => api.featureFlags.remove(Number(id)),
  }
  for (const [i, { kind, remoteId }] of things.entries()) {
    const outcome = await calls[kind](remoteId)
    if (outcome.outcome !== 'ok' && outcome.status !== NOT_FOUND)
      return { removed, problem: outcome.message, left: things.length - i }
    await store.forgetMade(teamId, kind, remoteId)
    removed[kind]++
  }
  return { removed, problem: undefined, left: 0 }
}
