import type { Clock } from '../../../internal/clock.js'
import type { Random } from '../../../internal/random.js'
import type { Timers } from '../../../internal/timer.js'
import type { HogQL } from '../hogql.js'
import type { BillingApi, CapturedEvent, FeatureFlagsApi, Me } from './account.js'
import type { AnnotationsApi, DashboardsApi, InsightsApi } from './boards.js'
import type { CanvasesApi } from './canvases.js'
import type { LogsApi } from './logs.js'
import type { Outcome } from './outcome.js'

/** Options of `createPostHogApi`. */
export interface PostHogApiOptions {
  /** `us`, `eu`, or the https URL of an instance of your own, whose host is then also in `allowedHosts`. */
  readonly host: string
  /** Where events go. Default: that of the region; of an instance of your own: `host`. */
  readonly ingestHost?: string
  /** Id of the project. */
  readonly project: string | number
  /** Personal API key (`phx_…`) or OAuth token (`pha_…`); a function is asked before each request: tokens change. */
  readonly personalApiKey: string | (() => string | Promise<string>)
  /** Project key (`phc_…`), for `capture`. */
  readonly projectApiKey?: string
  /** Host names of instances of your own, with a port where it is not 443. Default: none. */
  readonly allowedHosts?: readonly string[]
  /** Lets `http://127.0.0.1:port` through, for a fake. Default: `false`. */
  readonly allowLoopback?: boolean
  /** Requests an hour and a minute that are made at most. Default: half of what PostHog documents. */
  readonly pace?: Partial<PaceLimits>
  /** Milliseconds for one request. Default: 30,000. */
  readonly timeoutMillis?: number
  /** Tries of one request, the first included. Default: 4. */
  readonly tries?: number
  /** Default: the system's. */
  readonly clock?: Clock & Timers
  /** For jitter. Default: the system's. */
  readonly random?: Random
  /** Ends all that is on its way. */
  readonly signal?: AbortSignal
  /** Called with each answer, such as to record its shape. What it is given has values of the project in it. */
  readonly observe?: (exchanged: Exchanged) => void
}

/** A request and its answer. */
export interface Exchanged {
  /** What was asked, for people. */
  readonly what: string
  /** In upper case. */
  readonly method: string
  /** With its parameters. */
  readonly url: URL
  /** Of the answer. */
  readonly status: number
  /** What was sent, before it was made JSON. */
  readonly sent: unknown
  /** The answer as it came. */
  readonly text: string
}

/** Requests that one key makes at most. */
export interface PaceLimits {
  /** HogQL queries. Default: 120; PostHog allows 240. */
  readonly queriesPerMinute: number
  /** HogQL queries. Default: 1,200; PostHog allows 2,400. Some older projects have 120: set 60, or it is learned from the first 429. */
  readonly queriesPerHour: number
  /** All others. Default: 240; PostHog allows 480. */
  readonly othersPerMinute: number
  /** All others. Default: 2,400; PostHog allows 4,800. */
  readonly othersPerHour: number
}

/** Columns by name, and rows of as many values. */
export interface QueryAnswer {
  /** Aliases, or what PostHog names them. */
  readonly columns: readonly string[]
  /** Values as JSON has them: moments as texts. */
  readonly rows: readonly (readonly unknown[])[]
  /** PostHog has more rows than it answered. */
  readonly hasMore: boolean
}

/**
 * PostHog's API, guarded: known hosts only, https, no redirects, bounded answers, each checked field by field, at half the pace that
 * PostHog allows. No method throws; what goes wrong is an outcome.
 */
export interface PostHogApi {
  /** Address of PostHog's app, for links, such as `https://us.posthog.com`. */
  readonly appUrl: string
  /** Id of the project. */
  readonly project: string
  /** Runs HogQL. Scope `query:read`. @param options `name` is shown in PostHog's log of queries */
  query(query: HogQL, options: { readonly name: string; readonly signal?: AbortSignal }): Promise<Outcome<QueryAnswer>>
  /** The logs endpoints. */
  readonly logs: LogsApi
  /** Dashboards and their tiles. */
  readonly dashboards: DashboardsApi
  /** Saved insights. */
  readonly insights: InsightsApi
  /** Marks in graphs. */
  readonly annotations: AnnotationsApi
  /** Feature flags. */
  readonly featureFlags: FeatureFlagsApi
  /** Usage, spend and prices. */
  readonly billing: BillingApi
  /** Small apps in PostHog's pages, where a project has them. */
  readonly canvases: CanvasesApi
  /** Scope `user:read`. */
  me(): Promise<Outcome<Me>>
  /**
   * Sends events. `ok` says that they were taken, not that they are kept: PostHog drops events that it does not like in silence.
   *
   * @param options `historical`: they are of more than 48 hours ago. Default: `false`
   */
  capture(events: readonly CapturedEvent[], options?: { readonly historical?: boolean }): Promise<Outcome<undefined>>
  /** Requests made so far, tries included. */
  readonly requests: number
  /** Ends all that is on its way, and closes connections. */
  close(): Promise<void>
}
