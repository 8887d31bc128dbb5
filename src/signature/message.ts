import { TextEncoder } from 'node:util'
import { CLASS_OF, isContinuation, SPACE } from './character-class.js'
import { createFold, NOT_COMPOSED } from './fold.js'
import { INDEX_MASK, MAX_BYTES } from './template-size.js'

/** Room for one more character, so that a longer message is known as one. */
export const CAPACITY = MAX_BYTES + 4
/** The scan looks this far ahead without asking for the end: there it finds NUL. */
const LOOK_AHEAD = 4

/** One message at a time, in UTF-8: reading bytes beats `charCodeAt` by far. */
export interface Message {
  readonly bytes: Uint8Array
  /**
   * Takes a message and answers how many of its bytes decide: all, or up to the last white space before the cap, if there is any near it.
   * What is not ASCII is composed (NFC) and folded.
   */
  load(text: string): number
  /** Ends the message after so many bytes. */
  seal(length: number): void
  textBetween(start: number, end: number): string
}

export function createMessage(): Message {
  const buffer = Buffer.alloc(INDEX_MASK + 1)
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
  const room = bytes.subarray(0, CAPACITY)
  const encoder = new TextEncoder()
  const fold = createFold(bytes)
  const seal = (length: number) => {
    for (let i = 0; i < LOOK_AHEAD; i++) bytes[length + i] = 0
  }

  function write(text: string): number {
    const { written } = encoder.encodeInto(text, room)
    return decidingLength(bytes, written)
  }

  function foldText(text: string, length: number): number {
    const folded = fold(length, false)
    if (folded !== NOT_COMPOSED) return folded
    const composed = buffer.toString('utf8', 0, write(text)).normalize('NFC')
    return fold(write(composed), true)
  }

  return {
    bytes,
    load(text) {
      const { read, written } = encoder.encodeInto(text, room)
      let length = decidingLength(bytes, written)
      // As many bytes as UTF-16 units: all are ASCII.
      if (read !== written) length = foldText(text, length)
      while (length > 0 && (CLASS_OF[bytes[length - 1]!]! & SPACE) !== 0) length--
      seal(length)
      return length
    },
    seal,
    textBetween: (start, end) => buffer.toString('utf8', start, end),
  }
}

/** Returns how many of the bytes that were written into room for {@link CAPACITY} decide: all, or up to where a longer message is cut. */
export function decidingLength(bytes: Uint8Array, written: number): number {
  if (written <= MAX_BYTES) return written
  for (let i = MAX_BYTES; i > MAX_BYTES >> 1; i--) if ((CLASS_OF[bytes[i]!]! & SPACE) !== 0) return i
  let end = MAX_BYTES
  while (isContinuation(bytes[end]!)) end--
  return end
}
