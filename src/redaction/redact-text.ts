import { cardNumberEnd } from './card-number.js'
import { isWordAt, wordEnd } from './characters.js'
import { type FoundSecret, found } from './found-secret.js'
import { MIN_TOKEN, mayBeginToken, tokenKindAt } from './known-tokens.js'
import { isPemHead, pemAt } from './private-key.js'
import { mayBeSecretName } from './secret-names.js'
import { credentialsAfter, mailAt, namedSecretAt, urlCredentialsAt } from './secrets-in-context.js'
import { ValueExtents } from './value-extents.js'
import { mayBeWebhookHost, webhookSecretAt } from './webhook-urls.js'

const MIN_SECRET_CONTEXT = 3
const SPACE = 32
const DASH = 45
const DOT = 46
const COLON = 58
const EQUALS = 61
const AT_SIGN = 64

/** Of the text under way. */
const extents = new ValueExtents()

/**
 * Replaces secrets in a text by `[redacted:kind]`: known tokens, credentials after Bearer, Basic and Digest, private keys, card numbers,
 * e-mail addresses, credentials in URLs, URLs of webhooks, and values of secret names. One pass from left to right, linear in the length for any text.
 */
export function redactText(text: string): string {
  if (text.length < MIN_SECRET_CONTEXT) return text
  extents.clear()
  let out = ''
  let copied = 0
  let at = 0
  // The last word, as far as nothing of it was replaced.
  let start = 0
  let end = 0
  while (at < text.length) {
    let secret: FoundSecret | undefined
    const code = text.charCodeAt(at)
    if (isWordAt(code)) {
      start = at
      end = wordEnd(text, at + 1)
      at = end
      secret = ofWord(text, start, end, code)
    } else {
      at++
      if (code === COLON || code === EQUALS) {
        if (code === COLON && text.startsWith('//', at)) {
          at += 2
          secret = urlCredentialsAt(text, at)
        } else if (end > start && mayBeSecretName(text, start, end))
          secret = namedSecretAt(text, start, end, at - 1, extents)
      } else if (code === AT_SIGN && end === at - 1 && end > start) secret = mailAt(text, start, at - 1)
    }
    if (secret === undefined) continue
    out += `${text.slice(copied, secret.start)}[redacted:${secret.kind}]`
    copied = secret.end
    at = secret.end
    start = at
    end = at
  }
  return copied === 0 ? text : out + text.slice(copied)
}

function ofWord(text: string, start: number, end: number, first: number): FoundSecret | undefined {
  if (first >= 48 && first <= 57) {
    const cardEnd = cardNumberEnd(text, start)
    // A full stop belongs to the word, not to the number.
    return cardEnd >= end || (cardEnd === end - 1 && text.charCodeAt(cardEnd) === DOT)
      ? found(start, cardEnd, 'card')
      : undefined
  }
  if (first === DASH) return isPemHead(text, start) ? pemAt(text, start) : undefined
  const length = end - start
  if (length >= MIN_TOKEN) {
    const kind = mayBeginToken(first) ? tokenKindAt(text, start, end) : undefined
    if (kind !== undefined) return found(start, end, kind)
  }
  if (mayBeWebhookHost(text, start, end)) return webhookSecretAt(text, start, end)
  return mayBeScheme(length, first) && text.charCodeAt(end) === SPACE ? credentialsAfter(text, start, end) : undefined
}

/** Bearer, Basic, Digest. */
function mayBeScheme(length: number, first: number): boolean {
  const letter = first | 32
  return (length === 6 && (letter === 98 || letter === 100)) || (length === 5 && letter === 98)
}
