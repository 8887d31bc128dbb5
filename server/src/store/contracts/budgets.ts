import type { AuditEntry } from './audit.js'

export const BUDGET_UNITS = ['gb_per_day', 'usd_per_month', 'records_per_second'] as const
export type BudgetUnit = (typeof BUDGET_UNITS)[number]

/** What may be kept of a service's records, or of a team's: then `service` is empty. */
export interface StoredBudget {
  readonly teamId: number
  readonly service: string
  readonly unit: BudgetUnit
  readonly amount: number
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface BudgetStore {
  list(teamId: number): Promise<StoredBudget[]>
  /**
   * @param replaces only where the budget is of this `updatedAt`; 0: only where there is none
   * @returns whether it was set
   */
  set(budget: StoredBudget, entry: AuditEntry, replaces?: number): Promise<boolean>
  /** Returns whether there was one. @param replaces as of `set` */
  remove(teamId: number, service: string, entry: AuditEntry, replaces?: number): Promise<boolean>
}
