/** What was read of a source so far. */
export interface RecordCounts {
  /** Lines; of CSV, rows. */
  lines: number
  records: number
  /** Lines that were cut, because they are over 1 Mi characters. */
  cut: number
  /** Rows of CSV that were left out: a quote is missing, or they are over 4 MiB. */
  unread: number
}

/** Called after each piece of a source, to wait or to stop: `false` stops. */
export type OnPiece = (counts: RecordCounts) => boolean | Promise<boolean>
