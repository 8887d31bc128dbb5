import type { AuditEntry } from './audit.js'

/** `json`: the whole message. `slack`: a text, as Slack's incoming webhooks take it. */
export const WEBHOOK_FORMATS = ['json', 'slack'] as const
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

/** Where a team is told its news. */
export interface StoredWebhook {
  readonly teamId: number
  readonly url: string
  readonly format: WebhookFormat
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface WebhookStore {
  find(teamId: number): Promise<StoredWebhook | undefined>
  set(webhook: StoredWebhook, entry: AuditEntry): Promise<void>
  /** Returns whether there was one. */
  remove(teamId: number, entry: AuditEntry): Promise<boolean>
}
