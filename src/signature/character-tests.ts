import { CLASS_OF, DELIMITER, DIGIT, HEX_LETTER, SPACE, WORD } from './character-class.js'
import type { Message } from './message.js'

/** What the character at a position of the message is. */
export interface CharacterTests {
  isDelimiter(at: number): boolean
  isDigit(at: number): boolean
  /** A hex digit. */
  isHex(at: number): boolean
  isSpace(at: number): boolean
  /** Part of a word; nothing before the message is. */
  isWord(at: number): boolean
}

export function createCharacterTests({ bytes }: Pick<Message, 'bytes'>): CharacterTests {
  const classes = CLASS_OF
  return {
    isDelimiter: (at) => (classes[bytes[at]!]! & DELIMITER) !== 0,
    isDigit: (at) => (classes[bytes[at]!]! & DIGIT) !== 0,
    isHex: (at) => (classes[bytes[at]!]! & (HEX_LETTER | DIGIT)) !== 0,
    isSpace: (at) => (classes[bytes[at]!]! & SPACE) !== 0,
    isWord: (at) => at >= 0 && (classes[bytes[at]!]! & WORD) !== 0,
  }
}
