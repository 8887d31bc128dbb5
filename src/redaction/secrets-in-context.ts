import { authorityEnd, valueEnd, wordEnd } from './characters.js'
import { digestAnswerEnd, isDigest } from './digest-answer.js'
import { type FoundSecret, found } from './found-secret.js'
import { hasDigit } from './known-tokens.js'
import { isPassword, MIN_LONG_SECRET_CHARACTERS, type SecretName, secretNameOf } from './secret-names.js'
import type { ValueExtents } from './value-extents.js'

const MAX_NAME_CHARACTERS = 64
const MAX_NAME_GAP = 4
const MAX_AUTHORITY_CHARACTERS = 512
const MAX_DOMAIN_CHARACTERS = 253
/** A word of this length after Bearer is no part of a sentence. */
const MIN_CREDENTIAL_CHARACTERS = 20
/** So much of a value tells whether it is a password. */
const MAX_PASSWORD_LOOK = 64
/** Fewer digits count what passed. */
const MIN_NUMERIC_PASSWORD = 4
const WHOLE_LINE_NAME = /(authorization|cookie)$/i
/** Placeholders of ours, or of another redactor. */
const PLACEHOLDERS = ['<*>', '[redacted', '[Redacted', '[REDACTED', '***'] as const
/** What is called a token in `unrecognized token: "…"` is none. */
const PARSER_COMPLAINT = /(?:unrecognized|unexpected|invalid|illegal) $/i
const SPACE = 32
const QUOTE = 34
const APOSTROPHE = 39
const DOT = 46
const COLON = 58
const EQUALS = 61
const BACKSLASH = 92

/** Finds the credentials in `Bearer …`, `Basic …` and `Digest …` (RFC 6750, RFC 7617, RFC 7616). */
export function credentialsAfter(text: string, start: number, end: number): FoundSecret | undefined {
  const scheme = text.slice(start, end).toLowerCase()
  if (scheme === 'digest') {
    const answerEnd = digestAnswerEnd(text, start)
    return answerEnd < 0 ? undefined : found(end + 1, answerEnd, scheme)
  }
  if (scheme !== 'bearer' && scheme !== 'basic') return undefined
  const from = end + 1
  const to = valueEnd(text, from)
  const length = to - from
  if (length < MIN_LONG_SECRET_CHARACTERS) return undefined
  if (scheme === 'basic') return isBasic(text.slice(from, to)) ? found(from, to, scheme) : undefined
  const looksSecret = hasDigit(text, from, to) || /[+/=_.~]/.test(text.slice(from, Math.min(to, from + 256)))
  return looksSecret || length >= MIN_CREDENTIAL_CHARACTERS ? found(from, to, scheme) : undefined
}

/** Returns whether a token is user and password in base64, and not the first word of a sentence. */
function isBasic(token: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(token) && Buffer.from(token.slice(0, 512), 'base64').includes(COLON)
}

/** Finds `user:password` in `scheme://user:password@host`; `from` = behind the slashes. */
export function urlCredentialsAt(text: string, from: number): FoundSecret | undefined {
  const to = authorityEnd(text, from, from + MAX_AUTHORITY_CHARACTERS)
  const authority = text.slice(from, to)
  const sign = authority.lastIndexOf('@')
  const colon = authority.indexOf(':')
  if (sign <= 0 || colon < 0 || colon > sign || authority.includes('[redacted:')) return undefined
  return found(from, from + sign, 'url-credentials')
}

/** Finds an address whose local part is the word before the sign. */
export function mailAt(text: string, start: number, sign: number): FoundSecret | undefined {
  let end = Math.min(wordEnd(text, sign + 1), sign + 1 + MAX_DOMAIN_CHARACTERS)
  while (end > sign + 1 && text.charCodeAt(end - 1) === DOT) end--
  const domain = text.slice(sign + 1, end)
  const dot = domain.lastIndexOf('.')
  if (dot < 1 || !/^[A-Za-z]{2,24}$/.test(domain.slice(dot + 1))) return undefined
  // The user of every git remote.
  return text.slice(start, sign) === 'git' ? undefined : found(start, end, 'email')
}

/**
 * Finds the value in `name=value`, `name: value`, `"name":"value"`, also with escaped quotes, where the name says it is a secret. Reads nothing
 * of a value that it would not take for one in any case.
 */
export function namedSecretAt(
  text: string,
  start: number,
  end: number,
  sign: number,
  extents: ValueExtents,
): FoundSecret | undefined {
  if (sign - end > MAX_NAME_GAP || !isGap(text, end, sign)) return undefined
  const name = text.slice(Math.max(start, end - MAX_NAME_CHARACTERS - 1), end)
  const secret = secretNameOf(name.slice(name.lastIndexOf('.') + 1))
  if (secret === undefined || (secret === 'long' && PARSER_COMPLAINT.test(text.slice(Math.max(0, start - 14), start))))
    return undefined
  let from = sign + 1
  while (text.charCodeAt(from) === SPACE || text.charCodeAt(from) === BACKSLASH) from++
  const quote = text.charCodeAt(from)
  const isQuoted = quote === QUOTE || quote === APOSTROPHE
  if (isQuoted) from++
  if (PLACEHOLDERS.some((hidden) => text.startsWith(hidden, from))) return undefined
  const isLine = WHOLE_LINE_NAME.test(name)
  if (isLine && isDigest(text, from)) {
    const answerEnd = digestAnswerEnd(text, from)
    if (answerEnd >= 0) return found(from, answerEnd, 'secret')
  }
  const to = isQuoted ? quotedEnd(text, from, quote) : isLine ? lineEnd(text, from) : extents.endOf(text, from)
  const isAssigned = text.charCodeAt(sign) === EQUALS
  return to > from && isHidden(secret, text, { from, to, isQuoted, isAssigned }, extents)
    ? found(from, to, 'secret')
    : undefined
}

interface Value {
  readonly from: number
  readonly to: number
  readonly isQuoted: boolean
  /** Behind `=`, not behind a colon. */
  readonly isAssigned: boolean
}

/** Returns whether a value is a secret, behind a name that says so. */
function isHidden(secret: SecretName, text: string, value: Value, extents: ValueExtents): boolean {
  const { from, to, isQuoted } = value
  switch (secret) {
    case 'long':
      return to - from >= MIN_LONG_SECRET_CHARACTERS && (isQuoted || extents.hasDigit(text, from, to))
    case 'word':
      if (isNumericPassword(text, value)) return true
      return isPassword(text.slice(from, Math.min(to, from + MAX_PASSWORD_LOOK))) && !isOfSentence(text, from, to)
    default:
      return true
  }
}

/** `pass=48213`, but not `pass=1024 fail=3`, which counts. */
function isNumericPassword(text: string, { from, to, isAssigned }: Value): boolean {
  if (!isAssigned || to - from < MIN_NUMERIC_PASSWORD) return false
  if (!/^\d+$/.test(text.slice(from, Math.min(to, from + MAX_PASSWORD_LOOK)))) return false
  return !/^[\s,;|/]{1,2}(?:fail|skip|warn|err|total|todo)/i.test(text.slice(to, to + 8))
}

/** Returns whether what stands behind a colon and a space goes on with a sentence, or names a test: `the pass: linking of modules`, `PASS: unit/a`. */
function isOfSentence(text: string, from: number, to: number): boolean {
  if (text.charCodeAt(from - 1) !== SPACE || text.charCodeAt(from - 2) !== COLON) return false
  if (/(?:^|[^\w-])PASS: $/.test(text.slice(Math.max(0, from - 7), from))) return true
  return /^[A-Za-z][a-z]* [A-Za-z]/.test(text.slice(from, Math.min(to, from + MAX_PASSWORD_LOOK) + 2))
}

function isGap(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code !== SPACE && code !== QUOTE && code !== APOSTROPHE && code !== BACKSLASH) return false
  }
  return true
}

function quotedEnd(text: string, from: number, quote: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) return text.charCodeAt(i - 1) === BACKSLASH && i - 1 >= from ? i - 1 : i
    if (code === BACKSLASH && text.charCodeAt(i + 1) === BACKSLASH) i++
  }
  return text.length
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || code === 13 || code === QUOTE || code === APOSTROPHE) return i
  }
  return text.length
}
