import { epochSeconds, type Now } from '../internal/clock.js'
import type { PolicyVersions } from '../policies/policy-versions.js'
import type { RolloutDesk } from '../policies/rollout-desk.js'
import { canaryFigures } from '../rollouts/judge-canary.js'
import type { Rollouts } from '../rollouts/rollouts.js'
import type { Store } from '../store/store.js'
import type { MakePreview } from './preview.js'
import type { ControlSettings } from './settings.js'

export interface DeskParts {
  readonly store: Store
  readonly versions: PolicyVersions
  readonly rollouts: Rollouts
  readonly preview: MakePreview
  readonly settings: ControlSettings
  readonly now: Now
}

export function createRolloutDesk({ store, versions, rollouts, preview, settings, now }: DeskParts): RolloutDesk {
  return {
    async preview(teamId, name, request) {
      const service = await store.services.get(teamId, name)
      return service && preview(service, request)
    },
    async promote(teamId, name, version, by, reason) {
      const service = await store.services.get(teamId, name)
      return service && rollouts.promote(service, version, by, reason)
    },
    async canary(teamId, name) {
      const service = await store.services.get(teamId, name)
      const { candidate } = await versions.current(teamId, name)
      if (service === undefined || candidate?.stage !== 'canary') return undefined
      return canaryFigures(store, service, candidate, settings, epochSeconds(now))
    },
  }
}
