import { COMPOSABLE, createFoldedCharacters, KEPT } from './folded-characters.js'

/** The text may be composed differently: nothing was folded. */
export const NOT_COMPOSED = -1

/**
 * Replaces characters of the first `length` bytes, UTF-8, by the bytes that stand for them, in place, and answers how many bytes are left;
 * or {@link NOT_COMPOSED} if `isComposed` is false and there are characters that Unicode spells in several ways.
 */
export type Fold = (length: number, isComposed: boolean) => number

/** So many are copied quicker at once. */
const MANY_BYTES = 16

export function createFold(bytes: Uint8Array): Fold {
  const { of, mayStartWith, pages } = createFoldedCharacters()

  /** From a character that may be folded: how it is. Most blocks of 64 characters have none. */
  function foldedAt(lead: number, at: number): number {
    if (lead < 0xe0) return of(((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f))
    const second = bytes[at + 1]! & 0x3f
    if (lead >= 0xf0) return of(astralAt(bytes, at))
    const page = ((lead & 0x0f) << 6) | second
    return pages[page] === 0 ? KEPT : of((page << 6) | (bytes[at + 2]! & 0x3f))
  }

  /** Where the next character is that is more than `kept`, or `length`: most texts have nothing to fold. */
  function nextFolded(from: number, length: number, kept: number): number {
    const may = mayStartWith
    let at = from
    while (at < length) {
      const byte = bytes[at]!
      if (may[byte]! !== 0) {
        if (foldedAt(byte, at) > kept) return at
        at += sizeOf(byte)
      } else if ((may[bytes[at + 1]!]! | may[bytes[at + 2]!]! | may[bytes[at + 3]!]!) === 0) at += 4
      else at++
    }
    return length
  }

  return function fold(length, isComposed) {
    const kept = isComposed ? COMPOSABLE : KEPT
    let from = nextFolded(0, length, kept)
    let to = from
    while (from < length) {
      const byte = bytes[from]!
      const folded = foldedAt(byte, from)
      if (folded === COMPOSABLE) return NOT_COMPOSED
      bytes[to++] = folded
      from += sizeOf(byte)
      const next = nextFolded(from, length, kept)
      if (next - from > MANY_BYTES) {
        bytes.copyWithin(to, from, next)
        to += next - from
        from = next
      } else while (from < next) bytes[to++] = bytes[from++]!
    }
    return to
  }
}

function sizeOf(lead: number): number {
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

function astralAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! & 0x07) << 18) |
    ((bytes[at + 1]! & 0x3f) << 12) |
    ((bytes[at + 2]! & 0x3f) << 6) |
    (bytes[at + 3]! & 0x3f)
  )
}
