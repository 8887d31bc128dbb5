/** What may be spent per second: uncompressed OTLP body bytes, or records. */
export interface Budget {
  readonly unit: 'bytes' | 'records'
  readonly perSecond: number
}

/** The smaller of the local and the remote budget. In different units they cannot be compared: the local one holds. */
export function smallerBudget(local: Budget | undefined, remoteBytesPerSecond: number | undefined): Budget | undefined {
  if (remoteBytesPerSecond === undefined || local?.unit === 'records') return local
  if (local !== undefined && local.perSecond <= remoteBytesPerSecond) return local
  return { unit: 'bytes', perSecond: remoteBytesPerSecond }
}
