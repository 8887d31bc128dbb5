import type { AuditEntry } from './audit.js'

export interface TeamStore {
  /**
   * Removes a team with its keys, services, policies, budgets and all else that is kept of it, but the audit, which nobody can change. Rows of
   * services leave by and by, with `maintain`. Its name is free again. Returns whether there was one.
   */
  remove(name: string, entry: Omit<AuditEntry, 'teamId'>): Promise<boolean>
}
