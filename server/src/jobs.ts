import type { Config } from './config.js'
import { Controller } from './control/controller.js'
import { Drafts } from './control/drafts.js'
import { RateChanges } from './control/rate-changes.js'
import { ServiceReader } from './control/service-reader.js'
import { controlSettingsOf } from './control/settings.js'
import { Detection } from './incidents/detection.js'
import type { Now } from './internal/clock.js'
import type { Job } from './leader.js'
import type { Log } from './log.js'
import type { PolicyBook } from './policies/policy-book.js'
import { Rollouts } from './rollouts/rollouts.js'
import type { Store } from './store/store.js'
import { allowedHosts } from './webhooks/allowed-target.js'
import { Teller } from './webhooks/teller.js'

export interface ControlParts {
  readonly controller: Controller
  readonly drafts: Drafts
  readonly detection: Detection
  readonly teller: Teller
  readonly jobs: readonly Job[]
}

/** The work of the leader. */
export function controlOf(config: Config, store: Store, book: PolicyBook, log: Log, now: Now): ControlParts {
  const settings = controlSettingsOf(config)
  const rollouts = new Rollouts(store, book, settings, now)
  const reader = new ServiceReader(store, book, settings, now)
  const rateChanges = new RateChanges(store.policies)
  const controller = new Controller({ store, book, reader, rollouts, rateChanges, settings, log, now })
  const drafts = new Drafts(store, reader, rollouts)
  const detection = new Detection(store, settings.lag, now)
  const teller = new Teller(store, allowedHosts(config['webhook-hosts']), log, now)
  const detectSeconds = config['detect-seconds']
  const jobs: Job[] = [
    {
      name: 'detection',
      seconds: detectSeconds,
      run: () => detection.step(),
      reset: () => detection.reset(),
    },
    {
      name: 'control',
      seconds: config['control-seconds'],
      run: () => controller.tick(),
      reset: () => rateChanges.reset(),
    },
    { name: 'webhooks', seconds: detectSeconds, run: () => teller.tell() },
  ]
  return { controller, drafts, detection, teller, jobs }
}
