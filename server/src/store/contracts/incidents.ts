import type { Period } from './totals.js'

export const FINDING_KINDS = ['spike', 'silence', 'error_surge', 'new_pattern'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** One thing that is or was out of the ordinary in a service. */
export interface Finding {
  readonly kind: FindingKind
  /** Empty: the service as a whole. */
  readonly signature: string
  /** Empty: no SDK has said the pattern's. */
  readonly check: string
  readonly template: string
  readonly severity: string
  /** Records per minute: how many were expected, and the most that came; for `silence` the least. */
  readonly expected: number
  readonly observed: number
  /** First and last minute of it, epoch seconds. */
  readonly since: number
  readonly last: number
}

/** Findings of one service and release that belong together. */
export interface StoredIncident {
  readonly id: number
  readonly teamId: number
  readonly serviceId: number
  readonly service: string
  readonly release: string
  readonly openedAt: number
  /** When something was last found. */
  readonly lastAt: number
  readonly resolvedAt: number | undefined
  readonly findings: readonly Finding[]
}

/** What a team is notified of. */
export type IncidentNews = 'opened' | 'resolved'

export type NewIncident = Omit<StoredIncident, 'id' | 'service'>

/** What one step of the detectors changes. It is written together with how far they have come. */
export interface DetectionStep {
  /**
   * Minute up to which counts were looked at before. Another value in the database shows that another replica was at
   * it.
   */
  readonly from: number | undefined
  readonly until: number
  readonly opened: readonly NewIncident[]
  readonly changed: readonly StoredIncident[]
}

export interface IncidentQuery {
  readonly teamId: number
  readonly service?: string | undefined
  readonly open?: boolean | undefined
  /** Opened before it, or at the same time with a lower id: the last one of the page before. */
  readonly before?: number | undefined
  /** They were open in a part of it. */
  readonly during?: Period | undefined
  readonly limit: number
}

export interface IncidentStore {
  list(query: IncidentQuery): Promise<StoredIncident[]>
  find(teamId: number, id: number): Promise<StoredIncident | undefined>
  /** Returns incidents of all teams that are open or were closed since. */
  recent(closedSince: number): Promise<StoredIncident[]>
  /** Returns the minute up to which counts were looked at. */
  detectedUntil(): Promise<number | undefined>
  /** Returns whether it was written: not if another replica has come between. */
  record(step: DetectionStep): Promise<boolean>
  /** News that the webhook of the team has not been sent yet, oldest first. */
  unnotified(limit: number): Promise<(StoredIncident & { readonly news: IncidentNews })[]>
  /** Remembers that the webhook was sent such news. */
  notified(id: number, news: IncidentNews): Promise<void>
}
