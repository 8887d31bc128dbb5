const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const CLOSING_BRACE = 125
const CLOSING_BRACKET = 93
const OPENING_BRACE = 123
const OPENING_BRACKET = 91
const COLON = 58
const MAX_DEPTH = 4
const MAX_DIGITS = 15

/** Returns the place behind a text in quotes; -1: it has no end. @param at of its opening quote */
export function endOfText(bytes: Uint8Array, at: number, to: number): number {
  for (let i = at + 1; i < to; i++) {
    const byte = bytes[i]!
    if (byte === QUOTE) return i + 1
    if (byte === BACKSLASH) i++
  }
  return -1
}

/** Bytes that stand for themselves in a text: printable ASCII but quote and backslash. */
const PLAIN = new Uint8Array(256).fill(1, 32, 127)
PLAIN[QUOTE] = 0
PLAIN[BACKSLASH] = 0

/** Returns the place behind a text that has neither escapes nor any but printable ASCII characters; -1: it is another one. */
export function endOfPlainText(bytes: Uint8Array, at: number, to: number): number {
  const plain = PLAIN
  let i = at + 1
  while (i < to && plain[bytes[i]!] === 1) i++
  return i < to && bytes[i] === QUOTE ? i + 1 : -1
}

/** Returns the place behind digits that are a whole number without sign, up to fifteen; -1: it is something else. */
export function endOfDigits(bytes: Uint8Array, at: number, to: number): number {
  let i = at
  while (i < to && bytes[i]! >= 48 && bytes[i]! <= 57) i++
  if (i === at || i - at > MAX_DIGITS || (bytes[at] === 48 && i > at + 1)) return -1
  return isBehindValue(bytes[i]) ? i : -1
}

/** Returns the place behind an object or a list; -1: it has no end. What is in it may be nonsense. */
export function endOfNested(bytes: Uint8Array, at: number, to: number): number {
  let depth = 0
  for (let i = at; i < to; i++) {
    const byte = bytes[i]!
    if (byte === QUOTE) {
      const end = endOfText(bytes, i, to)
      if (end < 0) return -1
      i = end - 1
    } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++
    else if ((byte === CLOSING_BRACE || byte === CLOSING_BRACKET) && --depth === 0) return i + 1
  }
  return -1
}

/**
 * Returns the place behind an object or a list of plain texts, whole numbers and more of the like, without space between them, up to four
 * deep; -1: it is another one, or nonsense.
 */
export function endOfPlainNested(bytes: Uint8Array, at: number, to: number, depth = 0): number {
  const isObject = bytes[at] === OPENING_BRACE
  const closing = isObject ? CLOSING_BRACE : CLOSING_BRACKET
  if (depth >= MAX_DEPTH || at + 1 >= to) return -1
  let i = at + 1
  if (bytes[i] === closing) return i + 1
  for (;;) {
    if (isObject) {
      i = bytes[i] === QUOTE ? endOfPlainText(bytes, i, to) : -1
      if (i < 0 || bytes[i] !== COLON) return -1
      i++
    }
    const byte = bytes[i]
    if (byte === QUOTE) i = endOfPlainText(bytes, i, to)
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) i = endOfPlainNested(bytes, i, to, depth + 1)
    else i = endOfDigits(bytes, i, to)
    if (i < 0 || i >= to) return -1
    if (bytes[i] === closing) return i + 1
    if (bytes[i++] !== COMMA) return -1
  }
}

/** Returns the number of such digits. */
export function numberOfDigits(bytes: Uint8Array, at: number, end: number): number {
  let number = 0
  for (let i = at; i < end; i++) number = number * 10 + bytes[i]! - 48
  return number
}

/** Returns the place behind a number or a word. What it is may be nonsense. */
export function endOfBare(bytes: Uint8Array, at: number, to: number): number {
  let i = at
  while (i < to && !isBehindValue(bytes[i])) i++
  return i
}

const isBehindValue = (byte: number | undefined): boolean =>
  byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET
