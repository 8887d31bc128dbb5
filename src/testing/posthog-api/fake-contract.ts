import type { Clock } from '../../internal/clock.js'
import type { Script } from '../scripted-server.js'
import type { Billing } from './billing.js'
import type { FakeCanvas } from './canvas-store.js'
import type { StoredEvent } from './capture.js'
import type { Item } from './collection.js'
import type { PostHogApiRequest } from './dispatch.js'
import type { Flags } from './flags.js'
import type { PostHogLogRow } from './log-row.js'
import type { DropRules } from './logs-routes.js'
import type { OAuth } from './oauth.js'
import type { PostHogApiLimits, PostHogApiSwitches } from './settings.js'

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
  /** Canvases that are there, with what was published last. */
  readonly canvases: readonly FakeCanvas[]
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
