/** What may be spent per second: uncompressed OTLP body bytes, or records. */
export interface Budget {
  readonly unit: 'bytes' | 'records'
  readonly perSecond: number
}

/** A budget of nothing cannot be divided. */
const MIN_REMOTE_BYTES_PER_SECOND = 1

/** Returns the smaller of the local and the remote budget; the local one if their units differ. */
export function smallerBudget(local: Budget | undefined, remote: number | undefined): Budget | undefined {
  const remoteBytesPerSecond = Math.max(MIN_REMOTE_BYTES_PER_SECOND, remote ?? 0)
  if (remote === undefined || local?.unit === 'records') return local
  if (local !== undefined && local.perSecond <= remoteBytesPerSecond) return local
  return { unit: 'bytes', perSecond: remoteBytesPerSecond }
}
