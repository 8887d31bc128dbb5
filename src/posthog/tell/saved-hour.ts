/** What sampling did with the records of a service in an hour. */
export interface SavedHour {
  /** Its name. */
  readonly service: string
  /** Start of the hour, in epoch seconds. */
  readonly hour: number
  /** Records that the service logged. */
  readonly seenRecords: number
  /** Records that were sent. */
  readonly keptRecords: number
  /** Bytes of all records, had they been sent. */
  readonly seenBytes: number
  /** Bytes that were sent. */
  readonly keptBytes: number
  /** Of counts that are estimated from what was kept. `undefined`: nobody knows. */
  readonly relativeStandardError?: number | undefined
  /** The largest of a day, in the hour that ends it; ten are told. Default: none. */
  readonly topPatterns?: readonly SavedPattern[]
}

/** What sampling did with the records of a pattern. */
export interface SavedPattern {
  /** Its text, without secrets; 200 characters of it are told. */
  readonly template: string
  /** Records that were logged. */
  readonly seenRecords: number
  /** Records that were sent. */
  readonly keptRecords: number
  /** Bytes of all records, had they been sent. */
  readonly seenBytes: number
  /** Bytes that were sent. */
  readonly keptBytes: number
}

/** Returns two of one hour together, as a service of another name. The error of a sum of independent estimates. */
export function together(service: string, a: SavedHour, b: SavedHour): SavedHour {
  const seenRecords = a.seenRecords + b.seenRecords
  const errors = [a, b].map((one) => (one.relativeStandardError ?? 0) * one.seenRecords)
  const isKnown = a.relativeStandardError !== undefined && b.relativeStandardError !== undefined
  return {
    service,
    hour: a.hour,
    seenRecords,
    keptRecords: a.keptRecords + b.keptRecords,
    seenBytes: a.seenBytes + b.seenBytes,
    keptBytes: a.keptBytes + b.keptBytes,
    relativeStandardError: isKnown && seenRecords > 0 ? Math.hypot(...errors) / seenRecords : undefined,
  }
}
