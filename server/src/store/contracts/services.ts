import type { EpochSeconds } from '../../internal/clock.js'
import type { AuditEntry } from './audit.js'
import type { Period, Totals } from './totals.js'

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
  readonly host: string | undefined
  readonly pod: string | undefined
}

export interface ServiceRow {
  readonly id: number
  readonly teamId: number
  readonly name: string
  readonly firstSeen: number
  readonly lastSeen: number
}

/** An instance as its reports show it. Times are when the server got them. */
export interface ReportingInstance {
  readonly instanceId: string
  readonly firstSeen: EpochSeconds
  readonly lastSeen: EpochSeconds
  /** How long it counted for its last reports, by its own word; 0: it does not say. */
  readonly seconds: number
  /** What it logged lately, all of it as bytes of records; `undefined`: it never said how long it counted. */
  readonly bytesPerSecond: number | undefined
}

/** What instances that came and went counted in some stretch of time. */
export interface PassingInstances {
  /** Instance time that they covered. */
  readonly seconds: number
  /** What they logged in it. */
  readonly bytes: number
}

/** What those instances of a service counted that had one policy. */
export interface VersionSums extends Totals {
  /** 0: none. */
  readonly policyVersion: number
  readonly reports: number
  /** Billed besides `keptBytes`. */
  readonly overheadBytes: number
  /** Records kept because they must be, whatever a policy says. */
  readonly guaranteed: number
  /** Instance time that the reports cover: divided by the period it is the mean number of instances. */
  readonly seconds: number
}

/** What the reports of a period say of a service as a whole. */
export interface ServiceKeeps {
  readonly overheadBytes: number
  /** Kept records by the SDK's reason; of a reason that is absent there were none. */
  readonly keptByReason: ReadonlyMap<string, number>
  /** Dropped records, likewise. */
  readonly droppedByReason: ReadonlyMap<string, number>
}

export interface ServiceStore {
  /**
   * Returns the id of a team's service, which is made if there is none. If the team has `max` services already, the one leaves that has
   * been silent for longest: for as long as it was known, at least a day and at most 90. `undefined`: there is none such.
   */
  ensure(teamId: number, name: string, now: EpochSeconds, max: number): Promise<number | undefined>
  /** Returns those of the ids that services have. */
  existing(serviceIds: readonly number[]): Promise<ReadonlySet<number>>
  /**
   * Removes a service and all that is kept of it but the audit; its rows leave by and by, with `maintain`. Of its policies the newest
   * version number stays, because SDKs take no older one. Returns whether there was one.
   */
  remove(teamId: number, name: string, entry: AuditEntry): Promise<boolean>
  find(teamId: number, name: string): Promise<number | undefined>
  get(teamId: number, name: string): Promise<ServiceRow | undefined>
  /** Returns all services of a team, by name. */
  ofTeam(teamId: number): Promise<ServiceRow[]>
  instances(serviceId: number, since: number, limit: number): Promise<InstanceSummary[]>
  /** Returns the services of all teams that reported since. */
  active(since: number): Promise<ServiceRow[]>
  /** Returns the ids of instances that reported since, at most `limit`. */
  live(serviceId: number, since: number, limit: number): Promise<string[]>
  /** Returns the instances that reported since, the latest first, at most `limit`. */
  reporting(serviceId: number, since: EpochSeconds, limit: number): Promise<ReportingInstance[]>
  /**
   * Returns, for each `stretch` of the period, oldest first, what those instances counted whose last report came in it and
   * within `lifetime` of their first.
   */
  passing(serviceId: number, period: Period, stretch: number, lifetime: number): Promise<PassingInstances[]>
  /** Returns sums by the policy that instances had when they reported, to the minute of the report. */
  byVersion(serviceId: number, period: Period): Promise<VersionSums[]>
  /** Returns the release that began to report last; `undefined`: no instance says its release. */
  newestRelease(serviceId: number): Promise<{ readonly version: string; readonly since: number } | undefined>
  /** Returns the reasons that records were kept or dropped for, to the hour of the report, in any order. */
  reasons(serviceId: number, period: Period): Promise<string[]>
  /**
   * Returns what services kept by the time of the reports, over the same minutes and hours as sums of patterns.
   * Services without reports are left out.
   */
  keeps(serviceIds: readonly number[], period: Period): Promise<ReadonlyMap<number, ServiceKeeps>>
}
