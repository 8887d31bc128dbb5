import { cardNumberEnd } from './card-number.js'
import { isWordAt, wordEnd } from './characters.js'
import { type FoundSecret, found } from './found-secret.js'
import { MIN_TOKEN, mayBeginToken, tokenKindAt } from './known-tokens.js'
import { isPemHead, pemAt } from './private-key.js'
import { mayBeSecretName } from './secret-names.js'
import { credentialsAfter, mailAt, namedSecretAt, urlCredentialsAt } from './secrets-in-context.js'

const MIN_SECRET_CONTEXT = 3
const SPACE = 32
const DASH = 45
const COLON = 58
const EQUALS = 61
const AT_SIGN = 64

/**
 * Replaces secrets in a text by `[redacted:kind]`: known tokens, credentials after Bearer and Basic, private keys, card numbers,
 * e-mail addresses, credentials in URLs, and values of secret names. One pass from left to right, linear in the length for any text.
 */
export function redactText(text: string): string {
  if (text.length < MIN_SECRET_CONTEXT) return text
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
        } else if (end > start && mayBeSecretName(text, start, end)) secret = namedSecretAt(text, start, end, at - 1)
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
    return cardEnd >= end ? found(start, cardEnd, 'card') : undefined
  }
  if (first === DASH) return isPemHead(text, start) ? pemAt(text, start) : undefined
  const length = end - start
  if (length >= MIN_TOKEN) {
    const kind = mayBeginToken(first) ? tokenKindAt(text, start, end) : undefined
    return kind === undefined ? undefined : found(start, end, kind)
  }
  const mayBeScheme = (length === 6 || length === 5) && (first | 32) === 98 && text.charCodeAt(end) === SPACE
  return mayBeScheme ? credentialsAfter(text, start, end) : undefined
}
