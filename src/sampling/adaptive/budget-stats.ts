import type { Budget } from './budget.js'
import type { Spending, SpendingKind } from './spending.js'

/** Use of a budget. */
export interface BudgetStats {
  /** What is counted: bytes of uncompressed OTLP, or records. */
  readonly unit: Budget['unit']
  /** The budget in force: the smaller of the local and the remote one. */
  readonly perSecond: number
  /** What was kept in the last minute, per second. */
  readonly spentPerSecond: number
  /** The share of the budget that guarantees (errors, pinned, incidents) took in the last minute; above 1 it cannot be held. */
  readonly guaranteedShare: number
  /** The share that the floor (`first`, `novel`) took in the last minute. */
  readonly floorShare: number
  /** The share that other allowances (`failed`) took in the last minute. */
  readonly allowanceShare: number
  /** Whether the budget can be held: guarantees take no more than all of it. */
  readonly isFeasible: boolean
}

export function budgetStatsOf(budget: Budget | undefined, spending: Spending): BudgetStats | undefined {
  if (budget === undefined) return undefined
  const shareOf = (kind: SpendingKind) => spending.perMinute(kind) / (budget.perSecond * 60)
  const guaranteedShare = shareOf('guaranteed')
  const floorShare = shareOf('floor')
  const allowanceShare = shareOf('allowance')
  return {
    ...budget,
    spentPerSecond: budget.perSecond * (guaranteedShare + floorShare + allowanceShare + shareOf('drawn')),
    guaranteedShare,
    floorShare,
    allowanceShare,
    isFeasible: guaranteedShare <= 1,
  }
}
