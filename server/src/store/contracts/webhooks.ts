import type { AuditEntry } from './audit.js'

/** Where a team is notified of its incidents. */
export interface StoredWebhook {
  readonly teamId: number
  readonly url: string
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface WebhookStore {
  find(teamId: number): Promise<StoredWebhook | undefined>
  set(webhook: StoredWebhook, entry: AuditEntry): Promise<void>
  /** Returns whether there was one. */
  remove(teamId: number, entry: AuditEntry): Promise<boolean>
}
