/** What a fake PostHog does otherwise than usual; may be changed while it runs. */
export interface PostHogApiSwitches {
  /** `absent`: a project without the columns `pattern` and `pattern_version`; `unstamped`: they are empty. Default: `stamped`. */
  patterns: 'stamped' | 'unstamped' | 'absent'
  /** A query that looks at more rows takes more than 10 s, and is refused. Default: no limit. */
  rowsIn10Seconds: number
  /** A query that reads more bytes of texts is refused. Default: no limit; PostHog's own are 50 GB, and 150 GB when paid. */
  bytesRead: number
  /** A query that looks at more rows is answered later, with 202. Default: no limit. */
  rowsUntilLater: number
  /** Requests for canvases are answered; `absent`: 404. `denied`: 403, as where a flag is off. Default: `absent`. */
  canvases: 'present' | 'denied' | 'absent'
  /** Times that a build of a canvas is looked at until it is ready. Default: 0. */
  looksUntilBuilt: number
  /** Builds of canvases fail, for this reason. Default: none do. */
  buildProblem: string | undefined
  /** `false`: the key is of a member who may not see bills. Default: `true`. */
  mayReadBilling: boolean
  /** Events of these names are thrown away in silence. Default: none. */
  dropsEvents: ReadonlySet<string>
  /** Events are thrown away in silence: the quota of the month is used up. Default: `false`. */
  eventsOverQuota: boolean
}

/** Requests of one key in a minute and an hour; `undefined`: no such limit. */
export interface PostHogApiLimits {
  /** HogQL queries. Default: 240 a minute, 2,400 an hour; `legacy`: 120 an hour. */
  readonly queries: 'current' | 'legacy'
  /** HogQL queries at a time. Default: 3. */
  readonly atOnce: number
}

export const DEFAULT_SWITCHES: PostHogApiSwitches = {
  patterns: 'stamped',
  rowsIn10Seconds: Number.POSITIVE_INFINITY,
  bytesRead: Number.POSITIVE_INFINITY,
  rowsUntilLater: Number.POSITIVE_INFINITY,
  canvases: 'absent',
  looksUntilBuilt: 0,
  buildProblem: undefined,
  mayReadBilling: true,
  dropsEvents: new Set(),
  eventsOverQuota: false,
}
