import { createBudgetStandings } from './budgets/budget-standings.js'
import type { Config } from './config.js'
import { type Controller, createController } from './control/controller.js'
import { createPreview } from './control/preview.js'
import { createRateChanges } from './control/rate-changes.js'
import { createRolloutDesk } from './control/rollout-desk.js'
import { createServiceReader } from './control/service-reader.js'
import { controlSettingsOf } from './control/settings.js'
import { createSubmitDraft } from './control/submit-draft.js'
import { createTryOverrides } from './control/try-overrides.js'
import { createDetection, type Detection } from './incidents/detection.js'
import type { Now } from './internal/clock.js'
import type { Job } from './leader.js'
import type { Log } from './log.js'
import type { Models } from './model-desk.js'
import { createNoticeWatch, type NoticeWatch } from './notices/watch-notices.js'
import type { PolicyVersions, SubmitDraft } from './policies/policy-versions.js'
import type { RolloutDesk } from './policies/rollout-desk.js'
import type { TeamWork } from './posthog/jobs/team-work.js'
import { createRollouts } from './rollouts/rollouts.js'
import type { Store } from './store/store.js'
import { allowedHosts } from './webhooks/allowed-target.js'
import { createNotifier, type Notifier } from './webhooks/notifier.js'
import type { TryOverrides } from './wishes/replay-wish.js'

/** How often work for PostHog is looked for. */
const POSTHOG_SECONDS = 5

export interface ControlParts {
  readonly controller: Controller
  readonly submitDraft: SubmitDraft
  readonly rolloutDesk: RolloutDesk
  readonly tryOverrides: TryOverrides
  readonly detection: Detection
  readonly notifier: Notifier
  readonly notices: NoticeWatch
  readonly jobs: readonly Job[]
}

/** The work of the leader. */
export function controlOf(
  config: Config,
  store: Store,
  versions: PolicyVersions,
  posthog: TeamWork,
  log: Log,
  now: Now,
  models?: Models,
): ControlParts {
  const settings = controlSettingsOf(config)
  const rollouts = createRollouts(store, versions, settings, now)
  const reader = createServiceReader(store, versions, settings, now, models?.judged)
  const rateChanges = createRateChanges(store.policies)
  const controller = createController({ store, versions, reader, rollouts, rateChanges, settings, log, now })
  const submitDraft = createSubmitDraft(store, reader, rollouts, config['usd-per-gb'])
  const preview = createPreview(store, reader, settings, now)
  const rolloutDesk = createRolloutDesk({ store, versions, rollouts, preview, settings, now })
  const tryOverrides = createTryOverrides(store, versions, settings, now)
  const detection = createDetection(store, settings.lagSeconds, now, (err, serviceId) =>
    log.error({ err, serviceId }, 'a service could not be searched for incidents'),
  )
  const notifier = createNotifier(store, allowedHosts(config['webhook-hosts']), log, now)
  const standings = createBudgetStandings(store, config['usd-per-gb'], now)
  const notices = createNoticeWatch(store, standings, settings.liveSeconds, now)
  const jobs: Job[] = [
    {
      name: 'detection',
      intervalSeconds: config['detect-seconds'],
      run: () => detection.step(),
      reset: () => detection.reset(),
    },
    {
      name: 'control',
      intervalSeconds: config['control-seconds'],
      run: () => controller.tick(),
      reset: () => rateChanges.reset(),
    },
    {
      name: 'notices',
      intervalSeconds: config['control-seconds'],
      run: () => notices.step(),
      reset: () => notices.reset(),
    },
    { name: 'webhooks', intervalSeconds: config['detect-seconds'], run: () => notifier.notify() },
    ...(models === undefined ? [] : [models.job]),
    { name: 'posthog', intervalSeconds: POSTHOG_SECONDS, run: () => posthog.step(), stop: () => posthog.stop() },
  ]
  return { controller, submitDraft, rolloutDesk, tryOverrides, detection, notifier, notices, jobs }
}
