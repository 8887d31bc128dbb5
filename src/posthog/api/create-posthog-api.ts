import { systemClock } from '../../internal/clock.js'
import { systemRandom } from '../../internal/random.js'
import { systemTimers } from '../../internal/timer.js'
import { capture, me } from './calls/account.js'
import { annotationsApi } from './calls/annotations.js'
import { billingApi } from './calls/billing.js'
import { canvasesApi } from './calls/canvases.js'
import { dashboardsApi } from './calls/dashboards.js'
import type { Endpoints } from './calls/endpoint.js'
import { featureFlagsApi } from './calls/feature-flags.js'
import { insightsApi } from './calls/insights.js'
import { logsApi } from './calls/logs.js'
import { query } from './calls/query.js'
import { Client } from './client/client.js'
import { openExchange } from './client/exchange.js'
import { hostsOf } from './client/hosts.js'
import { failed } from './client/judge.js'
import { Pacer } from './client/pacer.js'
import type { PostHogApi, PostHogApiOptions } from './contract/posthog-api.js'

/** Half of what PostHog documents: other tools have the same key's limits. */
const PACE = { queriesPerMinute: 120, queriesPerHour: 1_200, othersPerMinute: 240, othersPerHour: 2_400 }
const TIMEOUT_MILLIS = 30_000
const TRIES = 4

/**
 * Opens PostHog's API for one project and one key.
 *
 * @throws TypeError naming the option whose value cannot be
 * @example
 * const posthog = createPostHogApi({ host: 'eu', project: 12345, personalApiKey: key })
 * const answer = await posthog.query(hogql`SELECT count() FROM logs`, { name: 'count' })
 * if (answer.outcome === 'ok') console.log(answer.value.rows)
 */
export function createPostHogApi(options: PostHogApiOptions): PostHogApi {
  const { allowedHosts = [], allowLoopback = false, pace = {}, timeoutMillis = TIMEOUT_MILLIS, tries = TRIES } = options
  const { clock = { ...systemClock, ...systemTimers }, random = systemRandom, projectApiKey } = options
  const hosts = hostsOf(options.host, options.ingestHost, { allowed: allowedHosts, allowLoopback })
  const project = String(options.project)
  if (!/^\d{1,12}$/.test(project)) throw new TypeError('project must be the number in the address of its pages')
  const { queriesPerMinute, queriesPerHour, othersPerMinute, othersPerHour } = checkedPace({ ...PACE, ...pace })

  const closing = new AbortController()
  const exchange = openExchange(timeoutMillis, clock)
  const client = new Client({
    key: keySource(options.personalApiKey),
    secrets: projectApiKey === undefined ? [] : [projectApiKey],
    pacer: new Pacer(
      {
        query: { perMinute: queriesPerMinute, perHour: queriesPerHour },
        other: { perMinute: othersPerMinute, perHour: othersPerHour },
      },
      clock,
    ),
    exchange,
    clock,
    random,
    tries,
    observe: options.observe,
    signal: options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]),
  })
  const on: Endpoints = { client, app: hosts.app, ingest: hosts.ingest, project }

  return {
    appUrl: hosts.app,
    project,
    query: (hogql, asked) => query(on, hogql, asked),
    logs: logsApi(on),
    dashboards: dashboardsApi(on),
    insights: insightsApi(on),
    annotations: annotationsApi(on),
    featureFlags: featureFlagsApi(on),
    billing: billingApi(on),
    canvases: canvasesApi(on),
    me: () => me(on),
    async capture(events, { historical = false } = {}) {
      if (projectApiKey === undefined) return failed('bad_key', 'events: there is no project key (phc_…)')
      return capture(on, projectApiKey, events, historical)
    },
    get requests() {
      return client.requests
    },
    async close() {
      closing.abort()
      await exchange.close()
    },
  }
}

/** @throws TypeError in words that have nothing of the key */
function checkedKey(key: string): string {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,512}$/.test(key))
    throw new TypeError('personalApiKey must be a personal API key (phx_…) or an OAuth token (pha_…)')
  if (key.startsWith('phc_'))
    throw new TypeError(
      'personalApiKey is the key of a project (phc_…), which can only send: make a personal one (phx_…)',
    )
  return key
}

function keySource(given: PostHogApiOptions['personalApiKey']): () => string | Promise<string> {
  if (typeof given === 'function') return async () => checkedKey(await given())
  const key = checkedKey(given)
  return () => key
}

function checkedPace(pace: typeof PACE): typeof PACE {
  for (const [name, value] of Object.entries(pace))
    if (!Number.isInteger(value) || value < 1) throw new TypeError(`pace.${name} must be a whole number of 1 or more`)
  return pace
}
