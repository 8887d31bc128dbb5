import type { WebhookFormat } from '../store/contracts/webhooks.js'
import type { WebhookMessage } from './webhook-message.js'

/** Returns what is posted. In Slack's format that is a text, in which nothing of other people's texts is a link or a mention. */
export function webhookBody(message: WebhookMessage, format: WebhookFormat): object {
  if (format === 'json') return message
  const text = message.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return { text, unfurl_links: false, unfurl_media: false }
}
