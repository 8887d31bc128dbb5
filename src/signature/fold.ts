import { COMPOSABLE, createFoldedCharacters } from './folded-characters.js'

/** The text may be composed differently: nothing was folded. */
export const NOT_COMPOSED = -1

/**
 * Replaces characters of the first `length` bytes, UTF-8, by the bytes that stand for them, in place, and answers how many bytes are left;
 * or {@link NOT_COMPOSED} if `isComposed` is false and there are characters that Unicode spells in several ways.
 */
export type Fold = (length: number, isComposed: boolean) => number

export function createFold(bytes: Uint8Array): Fold {
  const { of, mayStartWith } = createFoldedCharacters()

  return function fold(length, isComposed) {
    let from = 0
    // Most texts have nothing to fold.
    while (from < length && mayStartWith[bytes[from]!] === 0) from++
    let to = from
    while (from < length) {
      const byte = bytes[from]!
      if (mayStartWith[byte] !== 0) {
        const folded = of(codePointAt(bytes, from))
        if (folded > COMPOSABLE) {
          bytes[to++] = folded
          from += sizeOf(byte)
          continue
        }
        if (folded === COMPOSABLE && !isComposed) return NOT_COMPOSED
      }
      bytes[to++] = byte
      from++
    }
    return to
  }
}

function sizeOf(lead: number): number {
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  const second = bytes[at + 1]! & 0x3f
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second
  const third = bytes[at + 2]! & 0x3f
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | third
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (bytes[at + 3]! & 0x3f)
}
