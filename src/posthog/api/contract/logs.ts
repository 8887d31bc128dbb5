import type { Outcome } from './outcome.js'

/** PostHog's severities, lowest first. */
export const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type PostHogSeverity = (typeof SEVERITIES)[number]

/** One condition of a filter. A value that looks like a number is compared with numbers only: texts do not match it. */
export interface LogFilter {
  readonly key: string
  readonly type: 'log' | 'log_attribute' | 'log_resource_attribute'
  readonly operator: string
  readonly value?: string | number | readonly string[]
}

/** Which records: those of a period, and of them those that match all that is given. */
export interface LogSelection {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  readonly services?: readonly string[]
  readonly severities?: readonly PostHogSeverity[]
  /** A word of the body. */
  readonly searchTerm?: string
  readonly filters?: readonly LogFilter[]
}

/** A record as PostHog's logs API answers it. */
export interface PostHogLogRecord {
  readonly uuid: string
  /** As PostHog writes it: ISO 8601. */
  readonly timestamp: string
  readonly body: string
  readonly severityText: string
  readonly traceId: string
  readonly attributes: Readonly<Record<string, string>>
  readonly resourceAttributes: Readonly<Record<string, string>>
}

export interface LogPage {
  readonly records: readonly PostHogLogRecord[]
  /** For `after` of the next page; `undefined` at the end. */
  readonly nextCursor: string | undefined
}

export interface ServiceVolume {
  readonly service: string
  readonly records: number
  /** Records of severity error and fatal. */
  readonly errors: number
  /** Names of PostHog's own drop rules that are on for it: what it stores is less than what it got. */
  readonly activeRules: readonly string[]
}

/** Records of one step of a sparkline. */
export interface SparklineBucket {
  /** ISO 8601. */
  readonly time: string
  /** The severity or service that it was broken down by. */
  readonly group: string
  readonly records: number
  /** Bytes of the uncompressed payload: what is billed. `undefined` where PostHog does not say. */
  readonly bytes: number | undefined
}

export interface StoredPattern {
  readonly pattern: string
  /** Records of the whole period, estimated where the answer is `sampled`. */
  readonly records: number
  /** Of severity error and fatal. */
  readonly errors: number
  readonly services: readonly string[]
  readonly examples: readonly { readonly body: string; readonly service: string; readonly severity: string }[]
  readonly severities: Readonly<Record<string, number>>
}

/** Up to 200 patterns. */
export interface PatternsAnswer {
  readonly patterns: readonly StoredPattern[]
  readonly totalRecords: number
  readonly scannedRecords: number
  readonly sampled: boolean
}

/** A saved view of PostHog's logs page. */
export interface LogView {
  readonly id: string
  readonly shortId: string
  readonly name: string
  readonly filters: Readonly<Record<string, unknown>>
  readonly pinned: boolean
}

export interface NewLogView {
  readonly name: string
  readonly filters: Readonly<Record<string, unknown>>
  readonly pinned?: boolean
}

/** One of PostHog's own rules that drop records before they are stored. */
export interface SamplingRule {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly kind: string
}

/** The logs endpoints. Scope `logs:read`; `logs:write` for views. */
export interface LogsApi {
  hasLogs(): Promise<Outcome<boolean>>
  count(selection: LogSelection): Promise<Outcome<number>>
  services(selection: LogSelection): Promise<Outcome<readonly ServiceVolume[]>>
  sparkline(selection: LogSelection, by: 'severity' | 'service'): Promise<Outcome<readonly SparklineBucket[]>>
  patterns(selection: LogSelection): Promise<Outcome<PatternsAnswer>>
  /** A page of records. @param page `limit` 1–1,000, default 100; `after`: `nextCursor` of the page before */
  records(
    selection: LogSelection,
    page?: { readonly limit?: number; readonly after?: string; readonly order?: 'latest' | 'earliest' },
  ): Promise<Outcome<LogPage>>
  views(): Promise<Outcome<readonly LogView[]>>
  createView(view: NewLogView): Promise<Outcome<LogView>>
  updateView(shortId: string, change: Partial<NewLogView>): Promise<Outcome<LogView>>
  removeView(shortId: string): Promise<Outcome<undefined>>
  samplingRules(): Promise<Outcome<readonly SamplingRule[]>>
}
