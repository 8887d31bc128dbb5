import { beginsLikeCard, cardNumberEnd } from './card-number.js'
import { isWordAt } from './characters.js'
import { beginsLikeToken, KNOWN_TOKENS } from './known-tokens.js'
import { isPemHead } from './private-key.js'
import { mayBeSecretName, secretNameOf } from './secret-names.js'
import { WEBHOOK_HOSTS } from './webhook-urls.js'

const MAX_NAME_CHARACTERS = 64
const MAX_NAME_GAP = 4
const SCHEMES = ['bearer ', 'basic ', 'digest ']
const SPACE = 32
const QUOTE = 34
const APOSTROPHE = 39
const DASH = 45
const COLON = 58
const EQUALS = 61
const AT_SIGN = 64
const BACKSLASH = 92

const WORD = 1
const SIGN = 2
const CLASSES = new Uint8Array(128)
for (let code = 0; code < 128; code++) CLASSES[code] = isWordAt(code) ? WORD : 0
for (const code of [AT_SIGN, COLON, EQUALS]) CLASSES[code] = SIGN

/** Two characters with which a word begins that may be a secret, or what one follows. */
const BEGINNINGS = new Uint8Array(2 ** 14)
const pairOf = (first: number, second: number): number => ((first & 127) << 7) | (second & 127)
const begin = (word: string): void => {
  BEGINNINGS[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1
}
for (const { prefix } of KNOWN_TOKENS) begin(prefix)
for (const host of WEBHOOK_HOSTS) begin(host)
for (const [first, second] of SCHEMES as readonly string[]) {
  for (const a of [first!, first!.toUpperCase()]) for (const b of [second!, second!.toUpperCase()]) begin(a + b)
}
for (let first = 2; first <= 6; first++) for (let second = 0; second <= 9; second++) begin(`${first}${second}`)
begin('--')

/**
 * Returns `false` for most texts in which `redactText` finds nothing, at a fraction of its cost; never for one in which it finds
 * something.
 */
export function mayHoldSecret(text: string): boolean {
  let isInWord = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const kind = code < 128 ? CLASSES[code]! : 0
    if (kind === 0) isInWord = false
    else if (kind === SIGN) {
      isInWord = false
      if (code === AT_SIGN || isBehindName(text, i)) return true
    } else {
      if (!isInWord && BEGINNINGS[pairOf(code, text.charCodeAt(i + 1))] === 1 && mayBegin(text, i, code)) return true
      isInWord = true
    }
  }
  return false
}

function mayBegin(text: string, start: number, code: number): boolean {
  if (code >= 50 && code <= 54) return beginsLikeCard(text, start) && cardNumberEnd(text, start) >= 0
  if (code === DASH) return isPemHead(text, start)
  if (beginsLikeToken(text, start)) return true
  const letter = code | 32
  if (letter === 98 || (letter === 100 && text.charCodeAt(start + 6) === SPACE)) {
    const scheme = text.slice(start, start + 7).toLowerCase()
    if (SCHEMES.some((each) => scheme.startsWith(each))) return true
  }
  return WEBHOOK_HOSTS.some((host) => text.startsWith(host, start))
}

function isBehindName(text: string, sign: number): boolean {
  let end = sign
  // Of keys of JSON a quote.
  while (end > 0 && sign - end < MAX_NAME_GAP && isGap(text.charCodeAt(end - 1))) end--
  if (!mayBeSecretName(text, 0, end)) return false
  let start = end
  while (start > 0 && end - start <= MAX_NAME_CHARACTERS && isWordAt(text.charCodeAt(start - 1))) start--
  const name = text.slice(start, end)
  return secretNameOf(name.slice(name.lastIndexOf('.') + 1)) !== undefined
}

const isGap = (code: number): boolean => code === SPACE || code === QUOTE || code === APOSTROPHE || code === BACKSLASH
