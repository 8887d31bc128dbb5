import type { EpochSeconds } from '../../internal/clock.js'
import type { PatternName } from '../pattern-key.js'
import type { AuditEntry } from './audit.js'
import type { Period, Totals } from './totals.js'

/** A pattern of a service as ingest knows it. */
export interface PatternRow extends PatternName {
  readonly serviceId: number
  /** Of its counters. */
  readonly key: string
  readonly template: string
  readonly severity: string
  readonly class: string
  readonly firstSeen: number
  lastSeen: number
  readonly firstVersion: string | undefined
  /** Where it is logged, as `src/pay.ts:42`; absent: no instance has said it. */
  readonly callSite?: string | undefined
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
  'saved',
  'rate',
] as const

export type PatternSort = (typeof PATTERN_SORTS)[number]

export interface PatternQuery {
  readonly teamId: number
  readonly period: Period
  readonly service?: string | undefined
  readonly signature?: string | undefined
  /** Empty: that no SDK has said one of. */
  readonly check?: string | undefined
  /** Part of the template in any case, or start of the signature. */
  readonly search?: string | undefined
  /** Of one of these. */
  readonly classes?: readonly string[] | undefined
  /** First reported by this release. */
  readonly newIn?: string | undefined
  /** First reported since. */
  readonly newSince?: EpochSeconds | undefined
  readonly severities?: readonly string[] | undefined
  /** `thinned`: less was kept than logged in the period. `fixed`: a person locked, exempted or labelled it, at that time. */
  readonly only?: { readonly kind: 'thinned' } | { readonly kind: 'fixed'; readonly at: EpochSeconds } | undefined
  readonly sort: PatternSort
  readonly descending: boolean
  readonly limit: number
  readonly offset: number
}

export interface PatternSummary extends PatternName, Totals {
  readonly serviceId: number
  /** Of its counters. */
  readonly key: string
  readonly service: string
  readonly template: string
  readonly severity: string
  readonly class: string
  readonly firstSeen: number
  readonly lastSeen: number
  readonly firstVersion: string | undefined
  /** Where it is logged, as `src/pay.ts:42`; absent: no instance has said it. */
  readonly callSite?: string | undefined
}

/** A page of patterns, with how many fit in all and what they come to. */
export interface PatternPage {
  readonly total: number
  readonly sums: Totals
  readonly patterns: PatternSummary[]
}

/** A template in all services of a team. */
export interface TemplateSummary extends PatternName, Totals {
  readonly template: string
  readonly class: string
  readonly services: number
}

/** What one pattern did in a period, for the allocator. */
export interface PatternActivity extends PatternName, Totals {
  readonly template: string
  readonly severity: string
  readonly class: string
  readonly firstSeen: number
}

/** A pattern that was first reported lately. */
export interface NewPattern {
  readonly serviceId: number
  /** Of its counters. */
  readonly key: string
  readonly severity: string
  readonly firstSeen: number
  /** Of the service. */
  readonly serviceFirstSeen: number
}

/** Of a template so many characters are kept. */
export const MAX_TEMPLATE_CHARACTERS = 1_024

/** Stands for a text that a person has taken out. */
export const REMOVED_TEMPLATE = '(deleted)'

/** One pattern of a service, or all that have its signature. */
export interface PatternPlace {
  readonly teamId: number
  readonly service: string
  readonly signature: string
  /** `undefined`: any. */
  readonly check: string | undefined
}

/** A pattern's name and its text. */
export interface NamedTemplate extends PatternName {
  readonly template: string
}

/** Of what is counted by what was kept, by chance alone. */
export interface CountVariance {
  /** Σ n(1 − p)/p over the patterns of which something was kept. */
  readonly variance: number
  /** All records of those. */
  readonly seen: number
}

export interface PatternStore {
  /** Replaces the template by {@link REMOVED_TEMPLATE}, in incidents too. Returns whether the service has such a pattern. */
  removeTemplate(place: PatternPlace, entry: AuditEntry): Promise<boolean>
  /** Returns whether a service has reported it. */
  isKnown(place: PatternPlace): Promise<boolean>
  known(serviceId: number): Promise<PatternRow[]>
  list(query: PatternQuery): Promise<PatternPage>
  /** Returns templates by bytes, most first. */
  acrossServices(teamId: number, period: Period, limit: number): Promise<TemplateSummary[]>
  totals(teamId: number, period: Period): Promise<Totals>
  /** Returns the variance of each service's count. A service without kept records is left out. */
  variances(serviceIds: readonly number[], period: Period): Promise<ReadonlyMap<number, CountVariance>>
  templates(serviceId: number, limit: number): Promise<string[]>
  /** Returns the patterns of a service that have one of these signatures. */
  named(teamId: number, service: string, signatures: readonly string[]): Promise<NamedTemplate[]>
  /** Returns the checks of a service's patterns by signature, as far as SDKs have said them; of one signature the oldest pattern first. */
  checks(teamId: number, service: string): Promise<ReadonlyMap<string, readonly string[]>>
  /** Returns the patterns of a service with counts in the period, to the minute; most bytes first. */
  activity(serviceId: number, period: Period, limit: number): Promise<PatternActivity[]>
  /** Returns a service's patterns of these classes, the latest seen first. */
  ofClass(serviceId: number, classes: readonly string[], limit: number): Promise<PatternName[]>
  /** Forgets patterns of a service that nobody has seen since. Their counts stay, and so does that a person took a text out. Returns the keys of those that are forgotten. */
  forget(serviceId: number, keys: readonly string[], unseenSince: EpochSeconds): Promise<string[]>
  /** Returns patterns that were first reported in the period, of all services and teams; oldest first. */
  newIn(period: Period, limit: number): Promise<NewPattern[]>
}
