import { bytesMayHoldSecret } from '../../redaction/bytes-may-hold-secret.js'
import { ANY_STRING } from './protobuf-fields.js'

/** Longest text that is written unit by unit, which is faster than by a call, if it is ASCII. */
const SHORT_TEXT = 32
/** Room that a value takes beside three bytes for each unit of a text. */
export const VALUE_ROOM = 16
export const BYTES_PER_UNIT = 3

/** A wire type. */
export const LENGTH_DELIMITED = 2

// Each writes at a position of memory that has room for it, and returns the position behind.

/** Writes a number of 64 bits by its lower and its upper 32. */
export function putHalves(
  bytes: Uint8Array,
  at: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  for (let i = 0; i < 32; i += 8) {
    bytes[at + i / 8] = low >>> i
    bytes[at + 4 + i / 8] = high >>> i
  }
  return at + 8
}

/** @param value a safe integer, not negative */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0x80) {
    bytes[at] = value
    return at + 1
  }
  let rest = value
  let end = at
  while (rest > 0x7f) {
    bytes[end++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  bytes[end++] = rest
  return end
}

/**
 * Writes a field that is a text. Returns the complement (`~`) of the position behind it if it is to be searched and may hold a secret.
 */
export function putText(bytes: Buffer, at: number, field: number, text: string, isSearched: boolean): number {
  bytes[at] = (field << 3) | LENGTH_DELIMITED
  const { length } = text
  if (length <= SHORT_TEXT) {
    const start = at + 2
    let i = 0
    for (; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) break
      bytes[start + i] = code
    }
    if (i === length) {
      bytes[at + 1] = length
      const end = start + length
      return isSearched && bytesMayHoldSecret(bytes, start, end) ? ~end : end
    }
  }
  // As many bytes as units, if it is ASCII.
  const reserved = lengthOfVarint(length)
  const start = at + 1 + reserved
  const written = bytes.write(text, start, 'utf8')
  const end = putLength(bytes, start, reserved, start + written)
  return isSearched && bytesMayHoldSecret(bytes, end - written, end) ? ~end : end
}

/** Writes an AnyValue that is a text, with its length. Returns what `putText` does. */
export function putTextValue(bytes: Buffer, at: number, text: string, isSearched: boolean): number {
  const reserved = text.length <= SHORT_TEXT ? 1 : lengthOfVarint(1 + lengthOfVarint(text.length) + text.length)
  const start = at + reserved
  const behind = putText(bytes, start, ANY_STRING, text, isSearched)
  return behind < 0 ? ~putLength(bytes, start, reserved, ~behind) : putLength(bytes, start, reserved, behind)
}

/**
 * Writes the length of a message that ends at `end`, for which `reserved` bytes were left before `start`. Where it takes more or less the message is
 * moved. Returns where it ends.
 */
export function putLength(bytes: Uint8Array, start: number, reserved: number, end: number): number {
  const length = end - start
  if (reserved === 1 && length < 0x80) {
    bytes[start - 1] = length
    return end
  }
  const by = lengthOfVarint(length) - reserved
  if (by !== 0) bytes.copyWithin(start + by, start, end)
  putVarint(bytes, start - reserved, length)
  return end + by
}

function lengthOfVarint(value: number): number {
  let length = 1
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++
  return length
}
