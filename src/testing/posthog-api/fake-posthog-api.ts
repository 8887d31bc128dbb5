import { type Clock, systemClock } from '../../internal/clock.js'
import { type Script, startScriptedServer } from '../scripted-server.js'
import { okay } from './answers.js'
import { Billing } from './billing.js'
import { Boards } from './boards.js'
import { canvasRoutes } from './canvases.js'
import { Capture, type StoredEvent } from './capture.js'
import { Collection, hasText, type Item } from './collection.js'
import { dispatch, type PostHogApiRequest, written } from './dispatch.js'
import { flag, record, textUpTo } from './fields.js'
import { Flags } from './flags.js'
import { Gate } from './gate.js'
import { loadParser } from './hogql/parse.js'
import { LogRows, type PostHogLogRow } from './log-row.js'
import { type DropRules, logsRoutes } from './logs-routes.js'
import { OAuth } from './oauth.js'
import { queryRoute } from './query.js'
import type { Route } from './route.js'
import { DEFAULT_SWITCHES, type PostHogApiLimits, type PostHogApiSwitches } from './settings.js'

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
]

/** Options of {@link startFakePostHogApi}. */
export interface FakePostHogApiOptions {
  /** Default: 0, any free port. */
  readonly port?: number
  /** Id of the project. Default: `1`. */
  readonly project?: string
  /** The personal key that it knows. Default: `phx_test`. */
  readonly personalApiKey?: string
  /** The project's key. Default: `phc_test`. */
  readonly projectApiKey?: string
  /** Scopes of the personal key. Default: all. */
  readonly scopes?: Iterable<string>
  /** What limits are counted by, and what time it is. Default: the system's. */
  readonly clock?: Pick<Clock, 'now'>
  /** Of the project's zone: where its hours and days begin. Default: 0, UTC. */
  readonly offsetMinutes?: number
  /** Default: those of the present. */
  readonly limits?: Partial<PostHogApiLimits>
  /** Default: all as usual. */
  readonly switches?: Partial<PostHogApiSwitches>
}

/** A strict API of PostHog on loopback. */
export interface FakePostHogApi {
  /** For `host`, with `allowLoopback`. */
  readonly url: string
  /** Id of the project. */
  readonly project: string
  /** The key that it knows. */
  readonly personalApiKey: string
  /** For `capture` and flags. */
  readonly projectApiKey: string
  /** Scopes of the personal key; may be changed. */
  readonly scopes: Set<string>
  /** May be changed while it runs. */
  readonly switches: PostHogApiSwitches
  /** Stores records. */
  addLogs(rows: Iterable<PostHogLogRow>): void
  /** Forgets all records. */
  clearLogs(): void
  /** Events that were kept, and those that were thrown away in silence. */
  readonly events: readonly StoredEvent[]
  /** Events that were thrown away in silence, and why. */
  readonly droppedEvents: readonly { readonly event: unknown; readonly why: string }[]
  /** All, removed ones too. */
  readonly dashboards: readonly Item[]
  /** All, removed ones too. */
  readonly insights: readonly Item[]
  /** All, removed ones too. */
  readonly annotations: readonly Item[]
  /** All, removed ones too. */
  readonly featureFlags: readonly Item[]
  /** Saved views of logs. */
  readonly logViews: readonly Item[]
  /** Names of PostHog's own drop rules by service. */
  readonly dropRules: DropRules
  /** Bytes of each day, and the price list. */
  readonly billing: Billing
  /** Feature flags, and what they say to apps. */
  readonly flags: Flags
  /** Consents and tokens. */
  readonly oauth: OAuth
  /** What was published, in order. */
  readonly canvases: readonly object[]
  /** All requests so far, in order. */
  readonly requests: readonly PostHogApiRequest[]
  /** HogQL that was asked, in order. */
  readonly queries: readonly string[]
  /** Lets queries wait until the function that it returns is called. */
  holdQueries(): () => void
  /** Sets the responses to the next requests, in order, or a function called for each; `undefined` ends the script. */
  answer(script: Script | undefined): void
  /** What was asked that PostHog does not know, so far; they count no more. */
  takeViolations(): string[]
  /** Closes the server. @throws Error if anything was asked that PostHog does not know */
  close(): Promise<void>
}

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
  const canvases: object[] = []
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
    ...canvasRoutes(switches, canvases),
    {
      method: 'GET',
      path: '/api/users/@me/',
      auth: { scope: 'user:read' },
      handle: () =>
        okay({
          uuid: '00000000-0000-4000-8000-0000000000aa',
          email: 'somebody@example.com',
          organization: { id: organization, name: 'Example' },
          team: { id: Number(project) },
        }),
    },
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
    canvases,
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

const logViews = (): Collection =>
  new Collection({
    path: 'logs/views',
    scope: 'logs',
    query: [],
    fields: { 'name!': textUpTo(400), filters: record, pinned: flag },
    made: (id, given) => ({
      id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      short_id: `lv${id}`,
      filters: {},
      pinned: false,
      ...given,
    }),
    listed: hasText('name'),
    key: 'short_id',
    deletable: true,
  })

const dropRuleRoutes = (rules: DropRules): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/projects/:project/logs/sampling_rules/',
    auth: { scope: 'logs:read' },
    query: ['limit', 'offset'],
    handle: () => {
      const results = [...rules].flatMap(([service, names]) =>
        names.map((name) => ({
          id: `${service}:${name}`,
          name,
          enabled: true,
          rule_type: 'path_drop',
          scope_service: service,
        })),
      )
      return okay({ count: results.length, next: null, previous: null, results })
    },
  },
]
