import { valueEnd } from './characters.js'
import { type FoundSecret, found } from './found-secret.js'

const LETTER_M = 109
const SLASH = 47
/** Hosts, and the beginnings of paths, behind which a URL is a secret: who knows it may post. */
const WEBHOOKS: Readonly<Record<string, readonly string[]>> = {
  'hooks.slack.com': ['/services/', '/workflows/', '/triggers/'],
  'discord.com': ['/api/webhooks/'],
  'discordapp.com': ['/api/webhooks/'],
}
/** In front of a slash. */
export const WEBHOOK_HOSTS: readonly string[] = Object.keys(WEBHOOKS)
const MAX_HOST = Math.max(...Object.keys(WEBHOOKS).map((host) => host.length))

/** Returns whether a word may be such a host: by its end, and the slash behind it. */
export function mayBeWebhookHost(text: string, start: number, end: number): boolean {
  return (
    end < text.length &&
    end - start <= MAX_HOST &&
    text.charCodeAt(end) === SLASH &&
    text.charCodeAt(end - 1) === LETTER_M
  )
}

/** Finds what is secret in the URL of a webhook, whose host is a word. */
export function webhookSecretAt(text: string, start: number, end: number): FoundSecret | undefined {
  const host = text.slice(start, end)
  const path = Object.hasOwn(WEBHOOKS, host) ? WEBHOOKS[host]!.find((each) => text.startsWith(each, end)) : undefined
  if (path === undefined) return undefined
  const from = end + path.length
  if (text.startsWith('[redacted:', from)) return undefined
  const to = valueEnd(text, from)
  return to > from ? found(from, to, 'webhook-url') : undefined
}
