/** Where a team is told of its incidents. */
export interface StoredWebhook {
  readonly teamId: number
  readonly url: string
  readonly updatedAt: number
  readonly updatedBy: string
}

export interface WebhookStore {
  find(teamId: number): Promise<StoredWebhook | undefined>
  set(webhook: StoredWebhook): Promise<void>
  /** Whether there was one. */
  remove(teamId: number): Promise<boolean>
}
