import type { Outcome } from './outcome.js'

/** A feature flag of PostHog. */
export interface FeatureFlag {
  /** Number by which it is changed. */
  readonly id: number
  /** What code asks for. */
  readonly key: string
  /** What people read. */
  readonly name: string
  /** Whether it is on at all. */
  readonly active: boolean
  /** Removed ones are never in lists. */
  readonly deleted: boolean
  /** Who gets it, and its payloads, as PostHog has them. */
  readonly filters: Readonly<Record<string, unknown>>
}

/** A feature flag to make. */
export interface NewFeatureFlag {
  /** What code asks for; none may have it yet. */
  readonly key: string
  /** What people read. */
  readonly name: string
  /** Whether it is on at all. */
  readonly active: boolean
  /** Who gets it, and its payloads, as PostHog has them. */
  readonly filters: Readonly<Record<string, unknown>>
}

/** Feature flags. */
export interface FeatureFlagsApi {
  /** Those whose key or name has a text in it. Scope `feature_flag:read`. */
  search(text: string): Promise<Outcome<readonly FeatureFlag[]>>
  /** Scope `feature_flag:write`, as all that follow. */
  create(flag: NewFeatureFlag): Promise<Outcome<FeatureFlag>>
  /** Changes what is given of one. */
  update(id: number, change: Partial<NewFeatureFlag>): Promise<Outcome<FeatureFlag>>
  /** Removes one; PostHog keeps it as deleted. */
  remove(id: number): Promise<Outcome<undefined>>
}

/** Amounts by day: megabytes (10⁶ bytes) of usage, or US dollars of spend. */
export interface BillingSeries {
  /** Name of the series, as PostHog has it. */
  readonly label: string
  /** Id of the project; `undefined`: of all. */
  readonly project: string | undefined
  /** In order, oldest first. */
  readonly days: readonly { readonly day: string; readonly amount: number }[]
}

/** A step of the price list: what a unit costs up to so many units of a month. */
export interface PriceTier {
  /** Units (megabytes); `undefined`: no end. */
  readonly upTo: number | undefined
  /** US dollars for a unit (megabyte). */
  readonly usdPerUnit: number
}

/** What logs cost an organization. */
export interface LogsProduct {
  /** The cheapest part of the month first. */
  readonly tiers: readonly PriceTier[]
  /** Units (megabytes) a month; 0: none. */
  readonly freeUnits: number
}

/** Period of whole days in UTC, both included. */
export interface DayRange {
  /** `YYYY-MM-DD`. */
  readonly from: string
  /** `YYYY-MM-DD`. */
  readonly to: string
}

/** Scope `billing:read`, of an owner or whom an owner lets. */
export interface BillingApi {
  /** Megabytes of logs by day. */
  usage(range: DayRange): Promise<Outcome<readonly BillingSeries[]>>
  /** Dollars for logs by day. */
  spend(range: DayRange): Promise<Outcome<readonly BillingSeries[]>>
  /** Tiers and free part of logs. @param organization its id, of `me` */
  logsProduct(organization: string): Promise<Outcome<LogsProduct>>
}

/** Whose the key is. */
export interface Me {
  /** Of the person. */
  readonly email: string
  /** Id of the organization that is open. */
  readonly organization: string | undefined
  /** Scopes of the key; `undefined` where PostHog does not say. */
  readonly scopes: readonly string[] | undefined
}

/** An event to capture. */
export interface CapturedEvent {
  /** Its name. */
  readonly event: string
  /** The same `uuid` again is the same event. */
  readonly uuid: string
  /** When it happened. */
  readonly timestamp: Date
  /** Whose it is. */
  readonly distinctId: string
  /** Values by name; `$process_person_profile` is set to `false`. */
  readonly properties: Readonly<Record<string, unknown>>
}
