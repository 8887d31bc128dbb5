/** At most so much of a pattern is counted of one report: nobody's one report drowns what others have logged. */
const MAX_RECORDS = 1e9
const MAX_BYTES = 1e10

export const cleanRecords = (count: number): number => Math.min(count, MAX_RECORDS)
export const cleanBytes = (bytes: number | undefined): number => Math.min(Math.round(bytes ?? 0), MAX_BYTES)
