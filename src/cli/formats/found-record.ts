import type { LogRecord } from '../../record/log-record.js'

/** What wrote a line, in the words of whoever reads the output. */
export type FormatName =
  | 'pino'
  | 'bunyan'
  | 'winston'
  | 'JSON'
  | 'OTLP JSON'
  | 'PostHog export'
  | 'CSV'
  | 'Docker'
  | 'Kubernetes'
  | 'journald'
  | 'syslog'
  | 'access log'
  | 'Nest'
  | 'Next'
  | 'logfmt'
  /** It begins as JSON and is none: cut off, or two lines in one. It counts as text. */
  | 'broken JSON'
  | 'text'

/** A record that was found in a file. */
export interface FoundRecord {
  readonly format: FormatName
  readonly record: LogRecord
  /** Epoch milliseconds; `undefined`: the line does not say. */
  readonly millis: number | undefined
  /** Milliseconds behind midnight, where a line says that alone; left out: it says more, or nothing. */
  readonly clock?: number
  /** Of the service; `undefined`: the line does not say. */
  readonly service: string | undefined
  /** The text as it stands in the file, stack included. */
  readonly text: string
  /** Estimated bytes of attributes that the record does not have, since nothing but their size counts. Left out: it has all. */
  readonly unreadBytes?: number
}

/** What is known of a line before it is read: by what it is wrapped in. */
export interface LineContext {
  /** Epoch milliseconds of today, for times that leave out the year. */
  readonly now: number
  readonly format?: FormatName | undefined
  readonly millis?: number | undefined
  readonly service?: string | undefined
  readonly severityNumber?: number | undefined
}

export type Take = (found: FoundRecord) => void
