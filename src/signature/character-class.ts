/** What a UTF-8 byte is to the scan: bits of the classes below. Every byte from 128 on belongs to a letter. */
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

export const WORD = LETTER | DIGIT | LOW_LINE
/** The first byte that is not ASCII. */
export const NON_ASCII = 128

export const CLASS_OF = new Uint8Array(256).fill(LETTER | LOW_LINE, NON_ASCII)

function add(characters: string, bits: number): void {
  for (const character of characters) CLASS_OF[character.charCodeAt(0)]! |= bits
}

add('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', LETTER)
add('ABCDEFabcdef', HEX_LETTER)
add('0123456789', DIGIT)
add('_', LOW_LINE)
add('.-:/@\\$+%#~&', JOINER)
add(' \t\n\r\v\f', SPACE | DELIMITER)
add(',;)]}>|"\'`', DELIMITER)
add('"\'`', QUOTE)
// Also what stands behind the end of a message.
add('\0', DELIMITER)
