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

/** How a budget fares. */
export interface BudgetStats {
  readonly unit: Budget['unit']
  /** The budget in force: the smaller of the local and the remote one. */
  readonly perSecond: number
  /** What was kept in the last minute, per second. */
  readonly spentPerSecond: number
  /** The share of the budget that guarantees (errors, pinned, incidents) took in the last minute; above 1 it cannot be held. */
  readonly guaranteedShare: number
  /** The share that the floor (`first`, `novel`) took in the last minute. */
  readonly floorShare: number
  readonly isFeasible: boolean
}
