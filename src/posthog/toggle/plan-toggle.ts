import type { FeatureFlag, NewFeatureFlag } from '../api/contract/account.js'
import { type Outcome, ok } from '../api/contract/outcome.js'
import type { PostHogApi } from '../api/contract/posthog-api.js'
import { isUntouched, marked } from '../board/mark.js'
import { TOGGLE_KEY } from './read-toggle.js'

/** What is done about the flag. `leave`: it is there. `edited`: its name is not as we wrote it, so that it may be somebody else's. */
export type ToggleStep =
  | { readonly change: 'create' }
  | { readonly change: 'remove' | 'leave' | 'edited'; readonly flag: FeatureFlag }

const NAME =
  'LipService: the switch of log sampling. Switched off, all logs are kept; the payload names a mode (off, shadow, on) for all, or by service.'

/** Made so that nothing changes by it: own switches count until somebody says otherwise. */
const NEW: NewFeatureFlag = {
  key: TOGGLE_KEY,
  name: marked(NAME, [TOGGLE_KEY]),
  active: true,
  filters: {
    groups: [{ properties: [], rollout_percentage: 100 }],
    payloads: { true: JSON.stringify({ mode: 'on', services: {} }) },
  },
}

/** Reads the flag as it is. Scope `feature_flag:read`. */
export async function findToggle(api: Pick<PostHogApi, 'featureFlags'>): Promise<Outcome<FeatureFlag | undefined>> {
  const found = await api.featureFlags.search(TOGGLE_KEY)
  return found.outcome === 'ok' ? ok(found.value.find(({ key }) => key === TOGGLE_KEY)) : found
}

/** Returns what has to be done for the switch to be there. What it says is up to people: it is never written over. */
export const planToggle = (flag: FeatureFlag | undefined): readonly ToggleStep[] => [
  flag === undefined ? { change: 'create' } : { change: 'leave', flag },
]

/** Returns what has to be done for the switch to be gone. One that we did not make stays, unless `force`. */
export const planToggleRemoval = (flag: FeatureFlag | undefined, force = false): readonly ToggleStep[] =>
  flag === undefined ? [] : [{ change: force || isUntouched(flag.name, [TOGGLE_KEY]) ? 'remove' : 'edited', flag }]

/** Does what a plan says. Scope `feature_flag:write`. @returns how many changes were made */
export async function applyToggle(
  api: Pick<PostHogApi, 'featureFlags'>,
  plan: readonly ToggleStep[],
): Promise<Outcome<number>> {
  let writes = 0
  for (const step of plan) {
    if (step.change !== 'create' && step.change !== 'remove') continue
    const done =
      step.change === 'create' ? await api.featureFlags.create(NEW) : await api.featureFlags.remove(step.flag.id)
    if (done.outcome !== 'ok') return done
    writes++
  }
  return ok(writes)
}
