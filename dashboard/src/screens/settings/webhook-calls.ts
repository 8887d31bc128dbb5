import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'

export type Webhook = components['schemas']['Webhook']

export const putWebhook = (body: NonNullable<Webhook>): Promise<unknown> =>
  answerOf(api.PUT('/api/v1/webhook', { body }))

export const deleteWebhook = (): Promise<unknown> => answerOf(api.DELETE('/api/v1/webhook'))

/** Sets what was there before. */
export const again = (before: Webhook): Promise<unknown> => (before === null ? deleteWebhook() : putWebhook(before))
