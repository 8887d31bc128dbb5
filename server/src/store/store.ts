import type { Scope } from '../scope.js'
import type { Resolution } from './tables.js'

/** What the server keeps. Every engine passes `test/store/store-conformance.ts`. Times are epoch seconds. */
export interface Store {
  readonly keys: KeyStore
  readonly services: ServiceStore
  readonly counters: CounterStore
  readonly patterns: PatternStore
  readonly policies: PolicyStore
  /** Answers when the database does. @throws when it does not */
  ping(): Promise<void>
  /** Roll-ups, retention, partitions: by one replica at a time; answers whether it was this one. */
  maintain(now: number): Promise<boolean>
  close(): Promise<void>
}

export interface StoredKey {
  readonly id: string
  readonly teamId: number
  readonly name: string
  readonly hash: string
  readonly scopes: readonly Scope[]
  readonly createdAt: number
  readonly revokedAt: number | undefined
}

export interface KeyStore {
  /** The team of that name, made if there is none. */
  ensureTeam(name: string, now: number): Promise<number>
  count(): Promise<number>
  add(key: StoredKey): Promise<void>
  find(id: string): Promise<StoredKey | undefined>
  list(teamId: number): Promise<StoredKey[]>
  /** Whether the team has such a key. */
  revoke(teamId: number, id: string, now: number): Promise<boolean>
}

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

export interface ServiceStore {
  /** The id of a team's service, made if there is none; `undefined` when the team has `max` already. */
  ensure(teamId: number, name: string, now: number, max: number): Promise<number | undefined>
  find(teamId: number, name: string): Promise<number | undefined>
  list(teamId: number, period: Period): Promise<ServiceSummary[]>
  instances(serviceId: number, since: number, limit: number): Promise<InstanceSummary[]>
}

/** A pattern of a service as ingest knows it. */
export interface PatternRow {
  readonly serviceId: number
  readonly signature: string
  readonly template: string
  readonly severity: string
  readonly class: string
  readonly firstSeen: number
  lastSeen: number
  readonly firstVersion: string | undefined
}

/** One accepted report, as it waits for the next flush. */
export interface PendingReport {
  readonly serviceId: number
  readonly instanceId: string
  readonly sequence: number
  /** Clamped time of the report. */
  readonly at: number
  readonly sdk: string | undefined
  readonly serviceVersion: string | undefined
  readonly policyVersion: number | undefined
  readonly mode: string | undefined
  readonly patterns: readonly PatternRow[]
  /** Five numbers a pattern, in the order of `COUNTS`. */
  readonly counts: Float64Array
}

export interface CounterStore {
  /**
   * Adds reports to the sums, once each: what was counted before, by this replica or another, is left out. All or nothing.
   * `patterns` are those to be written or touched. Answers how many reports were new.
   */
  add(reports: readonly PendingReport[], patterns: readonly PatternRow[]): Promise<number>
  /** Sums of a service, or of one of its patterns, by bucket; buckets without counts are left out. */
  timeline(serviceId: number, signature: string | undefined, step: Resolution, period: Period): Promise<TimelinePoint[]>
}

export interface Totals {
  readonly seen: number
  readonly kept: number
  readonly bytes: number
  readonly keptBytes: number
  readonly errors: number
}

export interface TimelinePoint extends Totals {
  /** Start of the bucket. */
  readonly time: number
}

/** From `from` up to, not including, `to`. */
export interface Period {
  readonly from: number
  readonly to: number
}

export const PATTERN_SORTS = [
  'seen',
  'kept',
  'bytes',
  'kept_bytes',
  'errors',
  'first_seen',
  'last_seen',
  'template',
] as const
export type PatternSort = (typeof PATTERN_SORTS)[number]

export interface PatternQuery {
  readonly teamId: number
  readonly period: Period
  readonly service?: string | undefined
  readonly signature?: string | undefined
  /** Part of the template, in any case. */
  readonly search?: string | undefined
  readonly class?: string | undefined
  /** First reported by this release. */
  readonly newIn?: string | undefined
  readonly sort: PatternSort
  readonly descending: boolean
  readonly limit: number
  readonly offset: number
}

export interface PatternSummary extends Totals {
  readonly service: string
  readonly signature: string
  readonly template: string
  readonly severity: string
  readonly class: string
  readonly firstSeen: number
  readonly lastSeen: number
  readonly firstVersion: string | undefined
}

/** A template in all services of a team. */
export interface TemplateSummary extends Totals {
  readonly signature: string
  readonly template: string
  readonly class: string
  readonly services: number
}

export interface PatternStore {
  known(serviceId: number): Promise<PatternRow[]>
  list(query: PatternQuery): Promise<{ readonly total: number; readonly patterns: PatternSummary[] }>
  /** By bytes, most first. */
  acrossServices(teamId: number, period: Period, limit: number): Promise<TemplateSummary[]>
  totals(teamId: number, period: Period): Promise<Totals>
  templates(serviceId: number, limit: number): Promise<string[]>
}

export interface StoredPolicy {
  readonly version: number
  /** The whole document, as it is served. */
  readonly document: string
  readonly createdAt: number
  readonly createdBy: string
  readonly restoredFrom: number | undefined
}

export interface PolicyStore {
  latest(teamId: number, service: string): Promise<StoredPolicy | undefined>
  find(teamId: number, service: string, version: number): Promise<StoredPolicy | undefined>
  history(teamId: number, service: string, limit: number): Promise<StoredPolicy[]>
  /** Whether it was added: not if the version is taken. */
  append(teamId: number, service: string, policy: StoredPolicy): Promise<boolean>
}
