import type { BracketPairs } from './bracket-pairs.js'
import { CLASS_OF, NON_ASCII, QUOTE, SPACE, WORD } from './character-class.js'
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  OPEN_BRACE,
  OPEN_BRACKET,
} from './character-code.js'
import type { Message } from './message.js'

/** The entry of an object that was read last: positions in the message. */
export interface ObjectEntry {
  keyStart: number
  keyEnd: number
  valueStart: number
  /** Behind the value. */
  valueEnd: number
}

/** Objects as JSON and `util.inspect` write them: keys quoted or bare, as far as they go. */
export interface ObjectEntries {
  readonly entry: ObjectEntry
  /** Where the quoted text that starts at `from` is closed, or `to`. */
  closingQuote(from: number, to: number): number
  /** Reads the entry at `from`, or behind the white space and comma there, and answers where the next may begin; -1 if there is none. */
  read(from: number, to: number): number
}

export function createObjectEntries({ bytes }: Pick<Message, 'bytes'>, { closeOf }: BracketPairs): ObjectEntries {
  const classes = CLASS_OF
  const entry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 }
  const isQuote = (code: number) => code < NON_ASCII && (classes[code]! & QUOTE) !== 0

  function skipSpace(from: number, to: number): number {
    let i = from
    while (i < to && (classes[bytes[i]!]! & SPACE) !== 0) i++
    return i
  }

  /** Where the quoted text that starts at `from` is closed, or `to`. */
  function closingQuote(from: number, to: number): number {
    const mark = bytes[from]!
    let i = from + 1
    while (i < to && bytes[i] !== mark) i += bytes[i] === BACKSLASH ? 2 : 1
    return i < to ? i : to
  }

  /** Reads the key and answers where it ends with its mark of quotation, if it has one; -1 if there is none. */
  function readKey(at: number, to: number): number {
    if (isQuote(bytes[at]!)) {
      entry.keyStart = at + 1
      entry.keyEnd = closingQuote(at, to)
      return entry.keyEnd < to ? entry.keyEnd + 1 : -1
    }
    let i = at
    while (i < to && ((classes[bytes[i]!]! & WORD) !== 0 || bytes[i] === DASH)) i++
    entry.keyStart = at
    entry.keyEnd = i
    return i > at ? i : -1
  }

  function endOfValue(from: number, to: number): number {
    if (isQuote(bytes[from]!)) return Math.min(to, closingQuote(from, to) + 1)
    let i = from
    while (i < to) {
      const code = bytes[i]!
      if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) return i
      if (code === OPEN_BRACE || code === OPEN_BRACKET) i = closeOf(i) || to
      i++
    }
    return to
  }

  return {
    entry,
    closingQuote,
    read(from, to) {
      let i = skipSpace(from, to)
      if (bytes[i] === COMMA) i = skipSpace(i + 1, to)
      i = i < to ? readKey(i, to) : -1
      if (i < 0) return -1
      i = skipSpace(i, to)
      if (i >= to || bytes[i] !== COLON) return -1
      entry.valueStart = skipSpace(i + 1, to)
      entry.valueEnd = endOfValue(entry.valueStart, to)
      return entry.valueEnd
    },
  }
}
