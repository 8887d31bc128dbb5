import { getHeapStatistics } from 'node:v8'
import { createBudgetStandings } from './budgets/budget-standings.js'
import type { Config } from './config.js'
import { controlSettingsOf } from './control/settings.js'
import { createApp } from './http/app.js'
import type { Endpoint } from './http/endpoint.js'
import { ownHosts } from './http/own-hosts.js'
import { servePage } from './http/page.js'
import { RateLimit } from './http/rate-limit.js'
import { createReadiness } from './http/readiness.js'
import { adviceRoutes } from './http/routes/advice.js'
import { auditRoutes } from './http/routes/audit.js'
import { backfillRoutes } from './http/routes/backfill.js'
import { budgetRoutes } from './http/routes/budgets.js'
import { explanationRoutes } from './http/routes/explanations.js'
import { frontRoutes } from './http/routes/front.js'
import { healthRoutes } from './http/routes/health.js'
import { importedHoursRoutes } from './http/routes/imported-hours.js'
import { incidentPageRoutes } from './http/routes/incident-page.js'
import { incidentRoutes } from './http/routes/incidents.js'
import { keyRoutes } from './http/routes/keys.js'
import { modelRoutes } from './http/routes/language-model.js'
import { metricsRoutes } from './http/routes/metrics.js'
import { overrideRoutes } from './http/routes/overrides.js'
import { patternListRoutes } from './http/routes/pattern-list.js'
import { patternTemplateRoutes } from './http/routes/pattern-template.js'
import { patternRoutes } from './http/routes/patterns.js'
import { policyRoutes } from './http/routes/policies.js'
import { policyActionRoutes } from './http/routes/policy-actions.js'
import { policyVersionRoutes } from './http/routes/policy-versions.js'
import { postHogRoutes } from './http/routes/posthog.js'
import { postHogImportRoutes } from './http/routes/posthog-imports.js'
import { pulseRoutes } from './http/routes/pulse.js'
import { savingsRoutes } from './http/routes/savings.js'
import { serviceListRoutes } from './http/routes/service-list.js'
import { servicePageRoutes } from './http/routes/service-page.js'
import { serviceRemovalRoutes } from './http/routes/service-removal.js'
import { serviceRoutes } from './http/routes/services.js'
import { sessionRoutes } from './http/routes/session.js'
import { settingsRoutes } from './http/routes/settings.js'
import { statsRoutes } from './http/routes/stats.js'
import { timelineRoutes } from './http/routes/timeline.js'
import { webhookRoutes } from './http/routes/webhooks.js'
import { wishRoutes } from './http/routes/wishes.js'
import { PendingReports } from './ingest/pending-reports.js'
import { ServiceCatalog } from './ingest/service-catalog.js'
import { type Elapsed, epochSeconds, type Now, systemNow } from './internal/clock.js'
import { systemRandom } from './internal/random.js'
import { VERSION } from './internal/version.js'
import { type ControlParts, controlOf } from './jobs.js'
import { KeyRing } from './keys/key-ring.js'
import { tokensOf } from './keys/token-settings.js'
import type { Log } from './log.js'
import { createServerMetrics, type ServerMetrics } from './metrics/server-metrics.js'
import { modelsOf } from './model-desk.js'
import type { Page } from './page/page-files.js'
import { createIncidentSwitch } from './policies/incident-switch.js'
import { createPolicyVersions, type PolicyVersions } from './policies/policy-versions.js'
import { ownMode } from './policies/switched-policy.js'
import { createKeyKeeper } from './posthog/connection-keys.js'
import { createConnections } from './posthog/connections.js'
import { createBillJob } from './posthog/jobs/bill-job.js'
import { createBoardJob } from './posthog/jobs/board-job.js'
import { createImportJob } from './posthog/jobs/import-job.js'
import { createTeamWork, type TeamWork } from './posthog/jobs/team-work.js'
import { createTellJob } from './posthog/jobs/tell-job.js'
import { createToggleJob } from './posthog/jobs/toggle-job.js'
import { createOpenPostHog, loadPostHog } from './posthog/open-posthog.js'
import { postHogSettingsOf } from './posthog/posthog-settings.js'
import { ASK_NOBODY, NO_MODELS } from './questions/ask-model.js'
import { createPriceOf } from './savings/team-price.js'
import { Sessions } from './sessions/sessions.js'
import type { Store } from './store/store.js'
import { createExplanations } from './summaries/explanations.js'
import { allowedHosts } from './webhooks/allowed-target.js'
import { createWishes } from './wishes/wishes.js'

/** Part of the heap that patterns of all services may take. */
const CATALOG_HEAP_SHARE = 0.25

/** Logins of an address a minute. */
const LOGINS_PER_MINUTE = 10

/** All parts but the port. */
export interface Parts {
  readonly store: Store
  readonly keys: KeyRing
  readonly sessions: Sessions
  readonly pending: PendingReports
  readonly catalog: ServiceCatalog
  readonly policies: PolicyVersions
  readonly control: ControlParts
  readonly teamWork: TeamWork
  readonly endpoints: readonly Endpoint[]
  readonly metrics: ServerMetrics
  readonly app: ReturnType<typeof createApp>
}

/**
 * @param elapsed for ages, where `now` may be set back; by itself the same clock
 * @param page for browsers; by itself there is none
 */
export function assemble(
  config: Config,
  store: Store,
  log: Log,
  now: Now = systemNow,
  isStopping: () => boolean = () => false,
  elapsed: Elapsed = now,
  page?: Page,
): Parts {
  const keys = new KeyRing(store.keys, now, elapsed, tokensOf(config, store.keys, now, elapsed))
  const sessions = new Sessions(store.sessions, keys, now, elapsed)
  const policies = createPolicyVersions(store, now, elapsed)
  const pending = new PendingReports(store, config['max-pending'], (error) =>
    log.error({ err: error }, 'a report cannot be written and is given up'),
  )
  const limits = {
    servicesPerTeam: config['max-services'],
    patternsPerService: config['max-patterns'],
    bytes: getHeapStatistics().heap_size_limit * CATALOG_HEAP_SHARE,
  }
  const catalog = new ServiceCatalog(store, limits, (serviceId) => pending.holds(serviceId))
  const readiness = createReadiness({
    isStopping,
    waits: () => pending.problem,
    probe: () => store.probe(epochSeconds(now)),
    elapsed,
  })
  const posthogSettings = postHogSettingsOf(config)
  const keeper = createKeyKeeper(posthogSettings, store)
  const openPostHog = createOpenPostHog(keeper, posthogSettings.hosts, loadPostHog)
  const connections = createConnections({ store, keeper, open: openPostHog, load: loadPostHog, now })
  const usdPerGb = config['usd-per-gb']
  const priceOf = createPriceOf(store, usdPerGb)
  const models = modelsOf(config, store, log, now)
  const teamWork = createTeamWork({
    store,
    jobs: [
      createBillJob(store, now),
      createImportJob({ store, maxServices: config['max-services'], now }),
      createTellJob({ store, priceOf, eventsPerDay: config['posthog-events-per-day'], now }),
      createBoardJob({ store, now }),
      createToggleJob({
        store,
        ownModeOf: async (teamId, service) => ownMode((await policies.current(teamId, service)).active),
        now,
      }),
    ],
    open: openPostHog,
    load: loadPostHog,
    log,
    now,
    random: systemRandom,
  })
  const control = controlOf(config, store, policies, teamWork, log, now, models)
  const metrics = createServerMetrics(VERSION)
  const hosts = ownHosts(config['public-url'], config.host)
  const served = page && servePage(page, hosts)
  const standings = createBudgetStandings(store, usdPerGb, now)
  const endpoints = [
    ...metricsRoutes(metrics),
    ...frontRoutes(served),
    ...healthRoutes(readiness),
    ...statsRoutes({
      catalog,
      pending,
      policyVersion: policies.versionsFor,
      now,
      reportSeconds: config['report-seconds'],
    }),
    ...policyRoutes(policies),
    ...policyVersionRoutes(policies, control.rolloutDesk, store, now),
    ...policyActionRoutes(policies, control.submitDraft, control.rolloutDesk, store),
    ...serviceRoutes(store, now),
    ...serviceRemovalRoutes(store, catalog, now),
    ...timelineRoutes(store, now, usdPerGb),
    ...serviceListRoutes(store, now, priceOf, controlSettingsOf(config)),
    ...servicePageRoutes(store, policies, standings, priceOf, controlSettingsOf(config), now),
    ...patternListRoutes(store, policies, now, priceOf),
    ...patternRoutes(store, now, priceOf),
    ...patternTemplateRoutes(store, now),
    ...budgetRoutes(store, standings, usdPerGb, now),
    ...overrideRoutes(store, now),
    ...incidentPageRoutes(store, policies, now),
    ...explanationRoutes(createExplanations(store, policies, models ?? NO_MODELS)),
    ...incidentRoutes(store, createIncidentSwitch(policies, now)),
    ...adviceRoutes(store, now, priceOf),
    ...savingsRoutes(store, now, priceOf),
    ...wishRoutes(
      createWishes({ store, ask: models?.ask ?? ASK_NOBODY, tryOverrides: control.tryOverrides, usdPerGb, now }),
    ),
    ...modelRoutes(store, models, now),
    ...webhookRoutes(store, allowedHosts(config['webhook-hosts']), now),
    ...backfillRoutes(store, now, config['max-services']),
    ...importedHoursRoutes(store, now, config['max-services']),
    ...postHogRoutes(connections, store),
    ...postHogImportRoutes(store, now),
    ...auditRoutes(store),
    ...pulseRoutes(store, now),
    ...settingsRoutes(
      {
        version: VERSION,
        usd_per_gb: usdPerGb,
        report_seconds: config['report-seconds'],
        refresh_seconds: config['refresh-seconds'],
        history_seconds: config['history-seconds'],
        revise_seconds: config['revise-seconds'],
        shadow_seconds: config['shadow-seconds'],
        canary_seconds: config['canary-seconds'],
        watch_seconds: config['watch-seconds'],
        language_model: models !== undefined,
        posthog_url: config['posthog-url'] || null,
      },
      store,
      now,
    ),
    ...keyRoutes(keys, store.keys, now),
    ...sessionRoutes(sessions, new RateLimit(LOGINS_PER_MINUTE / 60, elapsed, LOGINS_PER_MINUTE)),
  ]
  const rateLimit = new RateLimit(config['requests-per-second'], elapsed)
  const app = createApp({
    endpoints,
    keys,
    sessions,
    ownHosts: hosts,
    page: served,
    rateLimit,
    log,
    metrics,
    metricsToken: config['metrics-token'],
    elapsed,
  })
  return { store, keys, sessions, pending, catalog, policies, control, teamWork, endpoints, metrics, app }
}
