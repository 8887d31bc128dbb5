import { systemClock } from '../../internal/clock.js'
import { startScriptedServer } from '../scripted-server.js'
import { Billing } from './billing.js'
import { Boards } from './boards.js'
import { Canvases } from './canvases.js'
import { Capture } from './capture.js'
import { dispatch, type PostHogApiRequest, written } from './dispatch.js'
import { dropRuleRoutes } from './drop-rules.js'
import type { FakePostHogApi, FakePostHogApiOptions } from './fake-contract.js'
import { Flags } from './flags.js'
import { Gate } from './gate.js'
import { loadParser } from './hogql/parse.js'
import { LogRows } from './log-row.js'
import { logViews } from './log-views.js'
import { type DropRules, logsRoutes } from './logs-routes.js'
import { meRoute } from './me.js'
import { OAuth } from './oauth.js'
import { queryRoute } from './query.js'
import type { Route } from './route.js'
import { DEFAULT_SWITCHES, type PostHogApiSwitches } from './settings.js'

export type { FakePostHogApi, FakePostHogApiOptions } from './fake-contract.js'

/** All scopes that the endpoints of the fake ask for. */
const ALL_SCOPES = [
  'query:read',
  'logs:read',
  'logs:write',
  'dashboard:write',
  'insight:write',
  'annotation:write',
  'feature_flag:write',
  'billing:read',
  'user:read',
  'canvas:write',
  'task:read',
]

/**
 * Starts an API of PostHog as strict as the real one and stricter: an endpoint, parameter or field that PostHog does not know fails the
 * test when the fake is closed; keys, scopes, limits, pages and errors are PostHog's. HogQL is parsed by PostHog's own parser, its names
 * and counts of arguments are checked, and it is run over the records that were added.
 *
 * @throws Error if the package `@posthog/hogql-parser` is not installed
 * @example
 * const posthog = await startFakePostHogApi()
 * posthog.addLogs([{ timestamp: Date.now(), service: 'shop', body: 'order 4711 placed' }])
 */
export async function startFakePostHogApi(options: FakePostHogApiOptions = {}): Promise<FakePostHogApi> {
  const {
    port = 0,
    project = '1',
    personalApiKey = 'phx_test',
    projectApiKey = 'phc_test',
    clock = systemClock,
  } = options
  const parse = await loadParser()
  const switches: PostHogApiSwitches = { ...DEFAULT_SWITCHES, ...options.switches }
  const scopes = new Set(options.scopes ?? ALL_SCOPES)
  const logs = new LogRows()
  const capture = new Capture(projectApiKey, switches)
  const boards = new Boards()
  const flags = new Flags(projectApiKey)
  const organization = '00000000-0000-4000-8000-0000000000ff'
  const billing = new Billing(switches, organization, project)
  const rules: DropRules = new Map()
  const views = logViews()
  const canvases = new Canvases(switches, () => server.url)
  const queries: string[] = []
  const requests: PostHogApiRequest[] = []
  let violations: string[] = []
  const violated = (what: string): void => {
    violations.push(what)
  }
  let held = Promise.resolve()
  const oauth = new OAuth(() => server.url)
  const gate = new Gate(personalApiKey, scopes, oauth, clock, { queries: 'current', atOnce: 3, ...options.limits })
  const around = { offsetMinutes: options.offsetMinutes ?? 0, now: clock.now }
  const routes: readonly Route[] = [
    queryRoute({ parse, logs, capture, switches, around, violated, asked: queries }),
    ...logsRoutes({ logs, rules, now: clock.now }),
    ...views.routes(),
    ...dropRuleRoutes(rules),
    ...boards.routes(),
    ...flags.routes(),
    ...billing.routes(),
    ...capture.routes(),
    ...oauth.routes(),
    ...canvases.routes(),
    meRoute(organization, project),
  ]
  const server = await startScriptedServer(port, async (request) => {
    const at = clock.now()
    const { answer, body } = await dispatch(request, { routes, gate, project, violated, held: () => held })
    requests.push({ method: request.method, path: request.path, status: answer.status, at, body })
    return written(answer)
  })

  return {
    url: server.url,
    project,
    personalApiKey,
    projectApiKey,
    scopes,
    switches,
    addLogs: (rows) => logs.add(rows),
    clearLogs: () => logs.clear(),
    get events() {
      return capture.events
    },
    droppedEvents: capture.dropped,
    dashboards: boards.dashboards.items,
    insights: boards.insights.items,
    annotations: boards.annotations.items,
    featureFlags: flags.flags.items,
    logViews: views.items,
    dropRules: rules,
    billing,
    flags,
    oauth,
    get canvases() {
      return canvases.living
    },
    requests,
    queries,
    holdQueries() {
      let release = () => {}
      held = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
    answer: (script) => server.script(script),
    takeViolations() {
      const taken = violations
      violations = []
      return taken
    },
    async close() {
      await server.close()
      if (violations.length > 0)
        throw new Error(`the real PostHog would not have taken this:\n${violations.join('\n')}`)
    },
  }
}
