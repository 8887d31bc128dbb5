import {
  classOf,
  DELIMITER,
  DIGIT,
  HEX_LETTER,
  JOINER,
  LETTER,
  LOW_LINE,
  QUOTE,
  SPACE,
  WORD,
} from './character-class.js'
import {
  AMPERSAND,
  ASTERISK,
  AT,
  BACKSLASH,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  DOT,
  GREATER,
  HASH,
  LESS,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  PLUS,
  SLASH,
} from './character-code.js'
import { delimiterFrom, endsInConstant, hexOctetsEnd, isAssignment, opensAddress, startsPath } from './shapes.js'
import {
  AFTER_COLON,
  EXACT_PRIME,
  IN_PARENTHESES,
  LOWER_PRIME,
  MAX_LENGTH,
  NUMERIC,
  pushGap,
  pushLiteral,
  SEED,
  type TokenBuffer,
  WORDY,
} from './token-buffer.js'

const MAX_QUOTED = 64
const MIN_HEX_WORD = 8

/**
 * One left-to-right pass: cuts a message into literal tokens and gaps by what each token looks like. What a token's
 * neighbours say about it comes after, in `rewrite`.
 */
export function scan(text: string, tokens: TokenBuffer): void {
  const length = cutLength(text)
  tokens.count = 0
  let i = 0
  let lastMark = 0
  while (i < length) {
    const code = text.charCodeAt(i)
    const kind = classOf(code)
    if ((kind & WORD) !== 0) {
      i = scanWord(text, i, length, tokens, lastMark)
      lastMark = 0
    } else if ((code === SLASH || code === BACKSLASH) && startsPath(text, i, length)) {
      i = pushGap(tokens, i, delimiterFrom(text, i, length), 0)
      lastMark = 0
    } else if ((kind & QUOTE) !== 0) {
      i = scanQuote(text, i, length, code, tokens, lastMark)
    } else if (code === LESS && text.charCodeAt(i + 1) === ASTERISK && text.charCodeAt(i + 2) === GREATER) {
      i = pushGap(tokens, i, i + 3, 0)
      lastMark = 0
    } else {
      if ((kind & SPACE) === 0) lastMark = code
      i++
    }
  }
}

/** The length that decides: all of it, or up to the last white space before the cap. */
function cutLength(text: string): number {
  if (text.length <= MAX_LENGTH) return text.length
  for (let i = MAX_LENGTH; i > 0; i--) if ((classOf(text.charCodeAt(i)) & SPACE) !== 0) return i
  return MAX_LENGTH
}

function scanWord(text: string, from: number, length: number, tokens: TokenBuffer, lastMark: number): number {
  let i = from
  let some = 0
  let every = HEX_LETTER
  let dots = 0
  let slashes = 0
  let ats = 0
  let exact = SEED
  let lower = SEED
  for (;;) {
    let code = 0
    let kind = 0
    for (; i < length; i++) {
      code = text.charCodeAt(i)
      kind = classOf(code)
      if ((kind & WORD) === 0) break
      some |= kind
      every &= kind
      exact = Math.imul(exact ^ code, EXACT_PRIME)
      lower = Math.imul(lower ^ (code | 32), LOWER_PRIME)
    }
    if (i >= length || (kind & JOINER) === 0) break

    // A joiner: does the token go on behind it?
    const hasDigit = (some & DIGIT) !== 0
    const next = i + 1 < length ? classOf(text.charCodeAt(i + 1)) : 0
    if (code === COLON && !hasDigit) {
      if (opensAddress(text, from, i)) return pushGap(tokens, from, delimiterFrom(text, i, length), 0)
      const octetsEnd = every !== 0 && i - from === 2 ? hexOctetsEnd(text, from, length) : -1
      if (octetsEnd > 0) return pushGap(tokens, from, octetsEnd, 0)
      if (dots === 0 || (next & DIGIT) === 0) break
    }
    if ((next & WORD) === 0) break
    if ((code === PLUS || code === HASH || code === AT) && !hasDigit && (next & DIGIT) !== 0) break
    if (code === DOT) dots++
    else if (code === SLASH || code === BACKSLASH) slashes++
    else if (code === AT) ats++
    every = 0
    exact = Math.imul(exact ^ code, EXACT_PRIME)
    lower = Math.imul(lower ^ (code | 32), LOWER_PRIME)
    i++
  }

  const hasDigit = (some & DIGIT) !== 0
  const end = i
  const isPath = slashes > 1 || (slashes > 0 && dots > 0)
  let next: number
  if (isPath) next = pushGap(tokens, from, delimiterFrom(text, end, length), hasDigit ? NUMERIC : 0)
  else if (hasDigit) next = pushGap(tokens, from, end, NUMERIC)
  else if (dots > 1 && !endsInConstant(text, end)) next = pushGap(tokens, from, end, WORDY)
  else if ((ats > 0 && dots > 0) || (every !== 0 && end - from >= MIN_HEX_WORD)) next = pushGap(tokens, from, end, 0)
  else next = pushLiteral(tokens, from, end, exact, lower, flagsOf(text, end, length, lastMark))
  return isAssignment(text, next, length) ? scanValue(text, next + 1, length, tokens) : next
}

function flagsOf(text: string, end: number, length: number, lastMark: number): number {
  const after = end < length ? text.charCodeAt(end) : 0
  if (lastMark === COLON && (after === 0 || (classOf(after) & SPACE) === 0)) return AFTER_COLON
  return lastMark === OPEN_PARENTHESIS && after === CLOSE_PARENTHESIS ? IN_PARENTHESES : 0
}

/** The value of `key=value`, to its end. One that opens a bracket is scanned like any text. */
function scanValue(text: string, from: number, length: number, tokens: TokenBuffer): number {
  const first = text.charCodeAt(from)
  const kind = classOf(first)
  if ((kind & QUOTE) !== 0) {
    const close = text.indexOf(text[from]!, from + 1)
    return pushGap(tokens, from, close < 0 || close >= length ? delimiterFrom(text, from + 1, length) : close + 1, 0)
  }
  if (
    (kind & (SPACE | DELIMITER)) !== 0 ||
    first === OPEN_BRACKET ||
    first === OPEN_BRACE ||
    first === OPEN_PARENTHESIS
  )
    return from
  let i = from
  while (i < length) {
    const code = text.charCodeAt(i)
    if ((classOf(code) & DELIMITER) !== 0 || code === AMPERSAND) break
    i++
  }
  return pushGap(tokens, from, i, 0)
}

function scanQuote(
  text: string,
  at: number,
  length: number,
  quote: number,
  tokens: TokenBuffer,
  lastMark: number,
): number {
  // An apostrophe, not a quote.
  if (at > 0 && (classOf(text.charCodeAt(at - 1)) & WORD) !== 0) return at + 1
  const limit = Math.min(length, at + 2 + MAX_QUOTED)
  let wordy = true
  for (let i = at + 1; i < limit; i++) {
    const code = text.charCodeAt(i)
    const kind = classOf(code)
    if (code === quote) {
      if (i + 1 < length && (classOf(text.charCodeAt(i + 1)) & WORD) !== 0) return at + 1
      if (text.charCodeAt(i + 1) === COLON && (lastMark === OPEN_BRACE || lastMark === COMMA)) return at + 1
      return pushGap(tokens, at, i + 1, wordy ? WORDY : 0)
    }
    if ((kind & SPACE) !== 0) break
    if ((kind & (LETTER | LOW_LINE | JOINER)) === 0) wordy = false
  }
  return at + 1
}
