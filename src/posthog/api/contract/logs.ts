import type { Outcome } from './outcome.js'

/** PostHog's severities, lowest first. */
export const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type PostHogSeverity = (typeof SEVERITIES)[number]

/** One condition of a filter. A value that looks like a number is compared with numbers only: texts do not match it. */
export interface LogFilter {
  /** Name of the attribute; of `log`: `message` or `pattern`. */
  readonly key: string
  /** Where it is: of the record, of its attributes, of its resource's. */
  readonly type: 'log' | 'log_attribute' | 'log_resource_attribute'
  /** Such as `exact`, `icontains`, `is_set`. */
  readonly operator: string
  /** Default: none, as `is_set` needs. */
  readonly value?: string | number | readonly string[]
}

/** Which records: those of a period, and of them those that match all that is given. */
export interface LogSelection {
  /** Inclusive. */
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  /** Default: all. */
  readonly services?: readonly string[]
  /** Default: all. */
  readonly severities?: readonly PostHogSeverity[]
  /** A word of the body. */
  readonly searchTerm?: string
  /** All of them hold. Default: none. */
  readonly filters?: readonly LogFilter[]
}

/** A record as PostHog's logs API answers it. */
export interface PostHogLogRecord {
  /** Made by PostHog. */
  readonly uuid: string
  /** As PostHog writes it: ISO 8601. */
  readonly timestamp: string
  /** The text. */
  readonly body: string
  /** In lower case, `trace` to `fatal`. */
  readonly severityText: string
  /** 32 characters of hex; zeros if there is none. */
  readonly traceId: string
  /** Of the record, values as texts. */
  readonly attributes: Readonly<Record<string, string>>
  /** Of its resource, values as texts. */
  readonly resourceAttributes: Readonly<Record<string, string>>
}

/** A page of records. */
export interface LogPage {
  /** In the order that was asked for. */
  readonly records: readonly PostHogLogRecord[]
  /** For `after` of the next page; `undefined` at the end. */
  readonly nextCursor: string | undefined
}

/** What a service has logged. */
export interface ServiceVolume {
  /** Its name, or what PostHog puts for none. */
  readonly service: string
  /** Of the period. */
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
  /** Of the step. */
  readonly records: number
  /** Bytes of the uncompressed payload: what is billed. `undefined` where PostHog does not say. */
  readonly bytes: number | undefined
}

/** A pattern as PostHog has it. */
export interface StoredPattern {
  /** The text with what varies masked. */
  readonly pattern: string
  /** Records of the whole period, estimated where the answer is `sampled`. */
  readonly records: number
  /** Of severity error and fatal. */
  readonly errors: number
  /** Up to 4 names. */
  readonly services: readonly string[]
  /** Up to 10 records. */
  readonly examples: readonly { readonly body: string; readonly service: string; readonly severity: string }[]
  /** Records by severity, of those that were scanned. */
  readonly severities: Readonly<Record<string, number>>
}

/** Up to 200 patterns. */
export interface PatternsAnswer {
  /** The most frequent first. */
  readonly patterns: readonly StoredPattern[]
  /** Records of the period. */
  readonly totalRecords: number
  /** Records that patterns were made of. */
  readonly scannedRecords: number
  /** Whether these were a sample. */
  readonly sampled: boolean
}

/** A saved view of PostHog's logs page. */
export interface LogView {
  /** Its id. */
  readonly id: string
  /** By which it is changed. */
  readonly shortId: string
  /** What people read. */
  readonly name: string
  /** As PostHog has them. */
  readonly filters: Readonly<Record<string, unknown>>
  /** Whether it stands among the pinned ones. */
  readonly pinned: boolean
}

/** A view to make. */
export interface NewLogView {
  /** What people read. */
  readonly name: string
  /** As PostHog has them. */
  readonly filters: Readonly<Record<string, unknown>>
  /** Default: `false`. */
  readonly pinned?: boolean
}

/** One of PostHog's own rules that drop records before they are stored. */
export interface SamplingRule {
  /** Its id. */
  readonly id: string
  /** What people read. */
  readonly name: string
  /** Whether it drops anything. */
  readonly enabled: boolean
  /** `severity_sampling`, `path_drop` or `rate_limit`. */
  readonly kind: string
}

/** The logs endpoints. Scope `logs:read`; `logs:write` for views. */
export interface LogsApi {
  /** Whether the project has any. */
  hasLogs(): Promise<Outcome<boolean>>
  /** How many records a selection has. */
  count(selection: LogSelection): Promise<Outcome<number>>
  /** Volume by service, the largest first. */
  services(selection: LogSelection): Promise<Outcome<readonly ServiceVolume[]>>
  /** Records and bytes over time, by severity or service. */
  sparkline(selection: LogSelection, by: 'severity' | 'service'): Promise<Outcome<readonly SparklineBucket[]>>
  /** Patterns, of a sample where there are many records. */
  patterns(selection: LogSelection): Promise<Outcome<PatternsAnswer>>
  /** A page of records. @param page `limit` 1–1,000, default 100; `after`: `nextCursor` of the page before */
  records(
    selection: LogSelection,
    page?: { readonly limit?: number; readonly after?: string; readonly order?: 'latest' | 'earliest' },
  ): Promise<Outcome<LogPage>>
  /** All saved views. */
  views(): Promise<Outcome<readonly LogView[]>>
  /** Makes a view. */
  createView(view: NewLogView): Promise<Outcome<LogView>>
  /** Changes what is given of a view. */
  updateView(shortId: string, change: Partial<NewLogView>): Promise<Outcome<LogView>>
  /** Removes a view for good. */
  removeView(shortId: string): Promise<Outcome<undefined>>
  /** All of PostHog's own drop rules. */
  samplingRules(): Promise<Outcome<readonly SamplingRule[]>>
}
