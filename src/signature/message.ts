import { CLASS_OF, SPACE } from './character-class.js'
import { INDEX_MASK, MAX_BYTES } from './template-size.js'

/** Room for one more character, so that a longer message is known as one. */
const CAPACITY = MAX_BYTES + 4
/** The scan looks this far ahead without asking for the end: there it finds NUL. */
const LOOK_AHEAD = 4

/** One message at a time, in UTF-8: reading bytes beats `charCodeAt` by far. */
export interface Message {
  readonly bytes: Uint8Array
  /** Takes a message and answers how many of its bytes decide: all, or up to the last white space before the cap, if there is any near it. */
  load(text: string): number
  /** Ends the message after so many bytes. */
  seal(length: number): void
  textBetween(start: number, end: number): string
}

export function createMessage(): Message {
  const buffer = Buffer.alloc(INDEX_MASK + 1)
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
  const seal = (length: number) => {
    for (let i = 0; i < LOOK_AHEAD; i++) bytes[length + i] = 0
  }

  return {
    bytes,
    load(text) {
      const written = buffer.write(text, 0, CAPACITY)
      let length = written <= MAX_BYTES ? written : cutLength(bytes)
      while (length > 0 && (CLASS_OF[bytes[length - 1]!]! & SPACE) !== 0) length--
      seal(length)
      return length
    },
    seal,
    textBetween: (start, end) => buffer.toString('utf8', start, end),
  }
}

function cutLength(bytes: Uint8Array): number {
  for (let i = MAX_BYTES; i > MAX_BYTES >> 1; i--) if ((CLASS_OF[bytes[i]!]! & SPACE) !== 0) return i
  let end = MAX_BYTES
  while (isContinuation(bytes[end]!)) end--
  return end
}

/** Within a UTF-8 sequence, not at its start. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}
