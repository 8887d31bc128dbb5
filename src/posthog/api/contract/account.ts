import type { Outcome } from './outcome.js'

export interface FeatureFlag {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly active: boolean
  readonly deleted: boolean
  readonly filters: Readonly<Record<string, unknown>>
}

export interface NewFeatureFlag {
  readonly key: string
  readonly name: string
  readonly active: boolean
  readonly filters: Readonly<Record<string, unknown>>
}

export interface FeatureFlagsApi {
  /** Those whose key or name has a text in it. Scope `feature_flag:read`. */
  search(text: string): Promise<Outcome<readonly FeatureFlag[]>>
  /** Scope `feature_flag:write`, as all that follow. */
  create(flag: NewFeatureFlag): Promise<Outcome<FeatureFlag>>
  update(id: number, change: Partial<NewFeatureFlag>): Promise<Outcome<FeatureFlag>>
  remove(id: number): Promise<Outcome<undefined>>
}

/** Amounts by day: megabytes (10⁶ bytes) of usage, or US dollars of spend. */
export interface BillingSeries {
  readonly label: string
  readonly project: string | undefined
  readonly days: readonly { readonly day: string; readonly amount: number }[]
}

/** A step of the price list: what a unit costs up to so many units of a month. */
export interface PriceTier {
  /** Units (megabytes); `undefined`: no end. */
  readonly upTo: number | undefined
  readonly usdPerUnit: number
}

export interface LogsProduct {
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
  readonly email: string
  /** Id of the organization that is open. */
  readonly organization: string | undefined
  /** Scopes of the key; `undefined` where PostHog does not say. */
  readonly scopes: readonly string[] | undefined
}

/** An event to capture. */
export interface CapturedEvent {
  readonly event: string
  /** The same `uuid` again is the same event. */
  readonly uuid: string
  readonly timestamp: Date
  readonly distinctId: string
  readonly properties: Readonly<Record<string, unknown>>
}
