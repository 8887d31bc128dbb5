import type { AuditEntry } from './audit.js'

/** Where a team is told of its incidents. */
export interface StoredWebhook {
  readonly teamId: number
  readonly url: string
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface WebhookStore {
  find(teamId: number): Promise<StoredWebhook | undefined>
  set(webhook: StoredWebhook, entry: AuditEntry): Promise<void>
  /** Whether there was one. */
  remove(teamId: number, entry: AuditEntry): Promise<boolean>
}
