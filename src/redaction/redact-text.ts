import { cardNumberEnd } from './card-number.js'
import { hasDigit, MIN_TOKEN, tokenKindAt } from './known-tokens.js'
import { secretNameOf } from './secret-names.js'

const WORD = 1
const STOPS_VALUE = 2
const STOPS_AUTHORITY = 4
const CLASS = new Uint8Array(128)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+~') mark(character, WORD)
for (const character of ' \t\r\n,;&"\'`()[]{}<>|') mark(character, STOPS_VALUE)
for (const character of ' \t\r\n/?#"\'`<>\\') mark(character, STOPS_AUTHORITY)

function mark(character: string, bit: number): void {
  const code = character.charCodeAt(0)
  CLASS[code] = CLASS[code]! | bit
}

const PEM = '-----BEGIN'
const PEM_HEAD = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/
const PEM_END = '-----END'
const PEM_LABEL = 64
const MAX_NAME_GAP = 4
const MAX_AUTHORITY = 512
const MAX_DOMAIN = 253
const MIN_LONG = 8
/** A word so long is no scheme of authentication in a sentence, but its credentials. */
const SURELY_CREDENTIALS = 20
const WHOLE_LINE = /(authorization|cookie)$/i

/**
 * Replaces secrets in a text by `[redacted:kind]`: known tokens, credentials after Bearer and Basic, private keys, card numbers,
 * e-mail addresses, credentials in URLs, and values of secret names. One pass from left to right, linear in the length for any text.
 */
export function redactText(text: string): string {
  if (text.length < 3) return text
  let out = ''
  let copied = 0
  let at = 0
  let wordStart = 0
  let wordEnd = 0

  function replace(start: number, end: number, kind: string): void {
    out += `${text.slice(copied, start)}[redacted:${kind}]`
    copied = end
    at = end
    wordStart = end
    wordEnd = end
  }

  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (classAt(text, at) & WORD) {
      const end = endOf(text, at, text.length, WORD)
      wordStart = at
      wordEnd = end
      at = end
      word(wordStart, end)
    } else if (code === COLON && text.startsWith('//', at + 1)) url(at)
    else if (code === AT_SIGN && wordEnd === at && wordStart < at) mail(at)
    else if (code === COLON || code === EQUALS) assignment(at)
    else at++
  }
  return copied === 0 ? text : out + text.slice(copied)

  function word(start: number, end: number): void {
    const length = end - start
    const first = text.charCodeAt(start)
    if (first >= 48 && first <= 57) {
      const cardEnd = cardNumberEnd(text, start)
      if (cardEnd >= end) replace(start, cardEnd, 'card')
    } else if (length >= MIN_TOKEN) {
      if (first === DASH && text.startsWith(PEM, start)) pem(start)
      else {
        const kind = tokenKindAt(text, start, end)
        if (kind !== undefined) replace(start, end, kind)
      }
    } else if (first === DASH && text.startsWith(PEM, start)) pem(start)
    else if ((length === 6 || length === 5) && text.charCodeAt(end) === SPACE) credentials(start, end)
  }

  function pem(start: number): void {
    if (!PEM_HEAD.test(text.slice(start, start + PEM_LABEL))) return
    const endMark = text.indexOf(PEM_END, start)
    // One that is cut off is no less secret.
    if (endMark < 0) replace(start, text.length, 'private-key')
    else {
      const close = text.indexOf('-----', endMark + PEM_END.length)
      replace(start, close < 0 || close > endMark + PEM_LABEL ? text.length : close + 5, 'private-key')
    }
  }

  /** `Bearer …` and `Basic …`. */
  function credentials(start: number, end: number): void {
    const scheme = text.slice(start, end).toLowerCase()
    if (scheme !== 'bearer' && scheme !== 'basic') return
    const from = end + 1
    const to = valueEnd(from)
    const length = to - from
    if (length < MIN_LONG) return
    const looksSecret = hasDigit(text, from, to) || /[+/=_.~]/.test(text.slice(from, Math.min(to, from + 256)))
    if (scheme === 'bearer' ? looksSecret || length >= SURELY_CREDENTIALS : isBasic(text.slice(from, to)))
      replace(from, to, scheme)
  }

  /** `scheme://user:password@host`. */
  function url(colon: number): void {
    const from = colon + 3
    const to = endOfAuthority(from)
    const mark = text.lastIndexOf('@', to - 1)
    at = from
    if (mark <= from || text.slice(from, mark).includes('[redacted:')) return
    const name = text.indexOf(':', from)
    if (name > from - 1 && name < mark) replace(from, mark, 'url-credentials')
  }

  function endOfAuthority(from: number): number {
    const limit = Math.min(text.length, from + MAX_AUTHORITY)
    let i = from
    while (i < limit && !(classAt(text, i) & STOPS_AUTHORITY)) i++
    return i
  }

  function mail(sign: number): void {
    at = sign + 1
    const end = Math.min(endOf(text, at, text.length, WORD), at + MAX_DOMAIN)
    let domainEnd = end
    while (domainEnd > at && text.charCodeAt(domainEnd - 1) === DOT) domainEnd--
    const domain = text.slice(at, domainEnd)
    const top = domain.slice(domain.lastIndexOf('.') + 1)
    if (domain.lastIndexOf('.') < 1 || !/^[A-Za-z]{2,24}$/.test(top)) return
    // The user of every git remote.
    if (text.slice(wordStart, sign) === 'git') return
    replace(Math.max(wordStart, copied), domainEnd, 'email')
  }

  /** `name=value`, `name: value`, `"name":"value"`, also with escaped quotes. */
  function assignment(sign: number): void {
    at = sign + 1
    if (wordEnd === wordStart || sign - wordEnd > MAX_NAME_GAP || !isGap(wordEnd, sign)) return
    const name = text.slice(Math.max(wordStart, wordEnd - 65), wordEnd)
    const secret = secretNameOf(name.slice(name.lastIndexOf('.') + 1))
    if (secret === undefined) return
    let from = sign + 1
    while (text.charCodeAt(from) === SPACE || text.charCodeAt(from) === BACKSLASH) from++
    const quote = text.charCodeAt(from)
    const isQuoted = quote === QUOTE || quote === APOSTROPHE
    if (isQuoted) from++
    const to = isQuoted ? quotedEnd(from, quote) : WHOLE_LINE.test(name) ? lineEnd(from) : valueEnd(from)
    const length = to - from
    // A place holder of ours, or of another redactor.
    if (
      length === 0 ||
      text.startsWith('<*>', from) ||
      text.startsWith('[redacted', from) ||
      text.startsWith('[Redacted', from)
    )
      return
    if (secret === 'long' && (length < MIN_LONG || (!isQuoted && !hasDigit(text, from, to)))) return
    replace(from, to, 'secret')
  }

  function isGap(from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i)
      if (code !== SPACE && code !== QUOTE && code !== APOSTROPHE && code !== BACKSLASH) return false
    }
    return true
  }

  function quotedEnd(from: number, quote: number): number {
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === quote) return text.charCodeAt(i - 1) === BACKSLASH && i - 1 >= from ? i - 1 : i
      if (code === BACKSLASH && text.charCodeAt(i + 1) === BACKSLASH) i++
    }
    return text.length
  }

  function lineEnd(from: number): number {
    let i = from
    while (i < text.length) {
      const code = text.charCodeAt(i)
      if (code === 10 || code === 13 || code === QUOTE || code === APOSTROPHE) break
      i++
    }
    return i
  }

  function valueEnd(from: number): number {
    let i = from
    while (i < text.length && !(classAt(text, i) & STOPS_VALUE)) i++
    return i
  }
}

const SPACE = 32
const QUOTE = 34
const APOSTROPHE = 39
const DASH = 45
const DOT = 46
const COLON = 58
const EQUALS = 61
const AT_SIGN = 64
const BACKSLASH = 92

function classAt(text: string, i: number): number {
  const code = text.charCodeAt(i)
  return code < 128 ? CLASS[code]! : 0
}

function endOf(text: string, from: number, limit: number, bit: number): number {
  let i = from
  while (i < limit && classAt(text, i) & bit) i++
  return i
}

/** User and password in base64, and not the first word of a sentence. */
function isBasic(token: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(token) && Buffer.from(token.slice(0, 512), 'base64').includes(COLON)
}
