import { CLASS_OF, DIGIT, WORD } from './character-class.js'
import type { Message } from './message.js'
import { endOf, startOf, type TokenBuffer } from './token-buffer.js'
import { WORDY } from './token-trait.js'

const SPACE = 32

/**
 * Without any literal, dotted names and quoted words speak by their words: `order.payment.completed`. Replaces the message
 * by the words of its wordy gaps and answers their length.
 */
export type KeepWords = () => number

export function createKeepWords({ bytes, seal }: Message, tokens: TokenBuffer): KeepWords {
  return function keepWords() {
    let length = 0
    for (let i = 0; i < tokens.count; i++) {
      if ((tokens.traits[i]! & WORDY) !== 0)
        length = moveWords(startOf(tokens.span[i]!), endOf(tokens.span[i]!), length)
    }
    seal(length)
    return length
  }

  /** Moves the words without a digit between `from` and `to` behind the `length` bytes that are kept. */
  function moveWords(from: number, to: number, length: number): number {
    let kept = length
    for (let i = from; i < to; i++) {
      const start = i
      let some = 0
      for (; i < to && (CLASS_OF[bytes[i]!]! & WORD) !== 0; i++) some |= CLASS_OF[bytes[i]!]!
      if (i === start || (some & DIGIT) !== 0) continue
      if (kept > 0) bytes[kept++] = SPACE
      bytes.copyWithin(kept, start, i)
      kept += i - start
    }
    return kept
  }
}
