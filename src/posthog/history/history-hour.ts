import type { Severity } from '../../record/severity.js'

/** Records of a service and hour that have one signature. */
export interface HistoryPattern {
  /** 16 hex digits. */
  readonly signature: string
  /** With it the pattern is told from any other. */
  readonly check: string
  /** Nothing in it that may be secret. */
  readonly template: string
  /** What most of its records have. */
  readonly severity: Severity
  /** As they were before any SDK thinned them. */
  readonly seen: number
  /** The same by severity. */
  readonly seenBySeverity: Readonly<Partial<Record<Severity, number>>>
  /** As PostHog stored them. */
  readonly kept: number
  /** Of all that was seen, as billed. */
  readonly bytes: number
  /** Of those that are stored. */
  readonly keptBytes: number
  /** Of severity error and fatal. */
  readonly errors: number
  /** Its count is of a draw, or of a share of examples. */
  readonly isEstimated: boolean
  /** Of `seen`, where it is of a draw: the square of the standard error. */
  readonly variance: number
}

/** An hour of a service: the sums of its patterns are its totals. */
export interface HistoryHour {
  /** Its start, epoch seconds. */
  readonly hour: number
  /** Its name; `unknown_service` where records have none. */
  readonly service: string
  /** Sources of records (resources) that logged in it: about as many as instances. */
  readonly instances: number
  /** Those with the most records first. */
  readonly patterns: readonly HistoryPattern[]
}

/** The pattern that stands for records of which only the number is known. */
export const REST_TEMPLATE = '(rest)'
