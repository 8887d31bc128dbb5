import { classOf, DELIMITER, DIGIT, HEX_LETTER, SPACE, WORD } from './character-class.js'
import { BACKSLASH, COLON, DOT, EQUALS, GREATER, SLASH, UNDERSCORE } from './character-code.js'

/** `aa:bb:cc`. */
const MIN_OCTETS_LENGTH = 8

/** Where a path, an URL or a value ends. */
export function delimiterFrom(text: string, from: number, length: number): number {
  let i = from
  while (i < length && (classOf(text.charCodeAt(i)) & DELIMITER) === 0) i++
  return i
}

/** A `/` or `\\` before a word, or a lone `/`. */
export function startsPath(text: string, at: number, length: number): boolean {
  if (at + 1 >= length) return text.charCodeAt(at) === SLASH && isBare(text, at)
  const next = classOf(text.charCodeAt(at + 1))
  return (next & WORD) !== 0 || (text.charCodeAt(at) === SLASH && (next & SPACE) !== 0 && isBare(text, at))
}

/** A lone `/` between spaces is the root path. */
function isBare(text: string, at: number): boolean {
  return at > 0 && (classOf(text.charCodeAt(at - 1)) & SPACE) !== 0
}

/** `https://…` or `C:\\…`. */
export function opensAddress(text: string, from: number, colon: number): boolean {
  const next = text.charCodeAt(colon + 1)
  if (next === SLASH) return text.charCodeAt(colon + 2) === SLASH
  return next === BACKSLASH && colon - from === 1
}

/** The end of `aa:bb:cc…`, three or more pairs of hex digits; -1 if it is something else. */
export function hexOctetsEnd(text: string, from: number, length: number): number {
  const isHex = (at: number) => at < length && (classOf(text.charCodeAt(at)) & (HEX_LETTER | DIGIT)) !== 0
  let end = from + 2
  while (text.charCodeAt(end) === COLON && isHex(end + 1) && isHex(end + 2)) end += 3
  const endsThere = end >= length || (classOf(text.charCodeAt(end)) & WORD) === 0
  return endsThere && end - from >= MIN_OCTETS_LENGTH ? end : -1
}

/** `android.intent.action.SCREEN_ON`: a dotted name that ends in a constant names one of a closed list; it does not vary. */
export function endsInConstant(text: string, end: number): boolean {
  let i = end - 1
  let lowLine = false
  for (; ; i--) {
    const code = text.charCodeAt(i)
    if (code === DOT) return lowLine
    if (code === UNDERSCORE) lowLine = true
    else if (code < 65 || code > 90) return false
  }
}

/** `=`, but not `==` or `=>`. */
export function isAssignment(text: string, at: number, length: number): boolean {
  if (at + 1 >= length || text.charCodeAt(at) !== EQUALS) return false
  const next = text.charCodeAt(at + 1)
  return next !== EQUALS && next !== GREATER
}
