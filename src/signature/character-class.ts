/**
 * What a byte is to the scan: bits of the classes below. Every byte from 128 on belongs to a letter, but for a few that no text has in UTF-8:
 * they stand for marks of quotation that are not ASCII.
 */
export const LETTER = 1
export const DIGIT = 2
/** `_`: part of a word, neither letter nor digit; with {@link LETTER}: a letter that is not ASCII. */
export const LOW_LINE = 4
/** Joins two word characters into one token. */
export const JOINER = 8
export const SPACE = 16
/** Ends a path, an URL or the value of a `key=value`. */
export const DELIMITER = 32
export const QUOTE = 64
/** A letter that is also a hex digit. */
export const HEX_LETTER = 128
/** Outside a token, what follows may make a value of it: `/`, `{`, a mark of quotation. */
export const SPECIAL = 256
/** Opens, closes, divides or quotes a part of an object or list. */
export const STRUCTURE = 512
/** A letter that is a capital. */
export const CAPITAL = 1024

export const WORD = LETTER | DIGIT | LOW_LINE
/** The first byte that is not ASCII. */
export const NON_ASCII = 128

/** `“`, `”`, `„`: which of them opens depends on the language. */
export const DOUBLE_QUOTE = 0xf8
/** `«`, `»`. */
export const GUILLEMET = 0xf9
/** `‹`, `›`. */
export const SINGLE_GUILLEMET = 0xfa
/** `「`, and what else opens alone. */
export const OPENING_QUOTE = 0xfb
/** `」`. */
export const CLOSING_QUOTE = 0xfc
/** `‘`, `’`: also an apostrophe. */
export const TYPED_APOSTROPHE = 0xfd

export const CLASS_OF = new Uint16Array(256).fill(LETTER | LOW_LINE, NON_ASCII, DOUBLE_QUOTE)
CLASS_OF.fill(QUOTE | DELIMITER | SPECIAL, DOUBLE_QUOTE, TYPED_APOSTROPHE + 1)

function add(characters: string, bits: number): void {
  for (const character of characters) CLASS_OF[character.charCodeAt(0)]! |= bits
}

add('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', LETTER)
add('ABCDEFGHIJKLMNOPQRSTUVWXYZ', CAPITAL)
add('ABCDEFabcdef', HEX_LETTER)
add('0123456789', DIGIT)
add('_', LOW_LINE)
add('.-:/@\\$+%#~&', JOINER)
add(' \t\n\r\v\f', SPACE | DELIMITER)
add(',;)]}>|"\'`', DELIMITER)
add('"\'`', QUOTE)
add('"\'`/\\@*<>{[(\x1b', SPECIAL)
add('{}[],="\'`', STRUCTURE)
// Also what stands behind the end of a message.
add('\0', DELIMITER)

/** Within a UTF-8 sequence, not at its start. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
