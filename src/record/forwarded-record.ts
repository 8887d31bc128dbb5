/** A kept record as the client of another SDK sends it: a bounded copy without secrets. */
export interface ForwardedRecord {
  /** As PostHog spells it: `trace`, `debug`, `info`, `warn`, `error`, `fatal`; empty if the record says none that is known. */
  readonly severityText: string
  /** Never empty. */
  readonly body: string
  /** The record's own, those of its error, those of the log context, and the stamps. */
  readonly attributes: Record<string, unknown>
}
