import type { Period, Totals } from './totals.js'

export interface ServiceSummary extends Totals {
  readonly name: string
  readonly firstSeen: number
  readonly lastSeen: number
  /** Instances that reported in the period. */
  readonly instances: number
  readonly patterns: number
}

export interface InstanceSummary {
  readonly instanceId: string
  /** How many reports it has made, by its own numbering. */
  readonly reports: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly sdk: string | undefined
  readonly serviceVersion: string | undefined
  readonly policyVersion: number | undefined
  readonly mode: string | undefined
}

export interface ServiceRow {
  readonly id: number
  readonly teamId: number
  readonly name: string
  readonly firstSeen: number
  readonly lastSeen: number
}

/** What the instances of a service that went by one policy counted. */
export interface VersionSums extends Totals {
  /** 0: none. */
  readonly policyVersion: number
  readonly reports: number
  /** Billed besides `keptBytes`. */
  readonly overheadBytes: number
  /** Records kept because they must be, whatever a policy says. */
  readonly guaranteed: number
  /** Instance time that the reports cover: over a time, how many instances there were on the mean. */
  readonly seconds: number
}

/** What the reports of some time say of a service as a whole. */
export interface ServiceKeeps {
  readonly overheadBytes: number
  /** Kept records by the SDK's reason; of a reason that is absent there were none. */
  readonly keptByReason: ReadonlyMap<string, number>
}

export interface ServiceStore {
  /** The id of a team's service, made if there is none; `undefined` when the team has `max` already. */
  ensure(teamId: number, name: string, now: number, max: number): Promise<number | undefined>
  find(teamId: number, name: string): Promise<number | undefined>
  get(teamId: number, name: string): Promise<ServiceRow | undefined>
  list(teamId: number, period: Period): Promise<ServiceSummary[]>
  instances(serviceId: number, since: number, limit: number): Promise<InstanceSummary[]>
  /** Of all teams, that reported since. */
  active(since: number): Promise<ServiceRow[]>
  /** Ids of the instances that reported since, at most so many. */
  live(serviceId: number, since: number, limit: number): Promise<string[]>
  /** By the policy that instances had when they reported, to the minute of the report. */
  byVersion(serviceId: number, period: Period): Promise<VersionSums[]>
  /** The release that most lately began to report, if any did say. */
  newestRelease(serviceId: number): Promise<{ readonly version: string; readonly since: number } | undefined>
  /** Reasons that records were kept for, to the hour of the report; in any order. */
  reasons(serviceId: number, period: Period): Promise<string[]>
  /** By the time of the reports, over the same minutes and hours as sums of patterns; services without any are left out. */
  keeps(serviceIds: readonly number[], period: Period): Promise<ReadonlyMap<number, ServiceKeeps>>
}
