import {
  endOfBare,
  endOfDigits,
  endOfNested,
  endOfPlainNested,
  endOfPlainText,
  endOfText,
  numberOfDigits,
} from './json-values.js'

/** As the engine estimates them. */
const NUMBER_BYTES = 9
const BOOLEAN_BYTES = 2
const NESTED_BYTES = 64

const QUOTE = 34
const OPENING_BRACKET = 91
const OPENING_BRACE = 123
/** Names that are at hand. */
const NAMES = 64
const MAX_NAME_BYTES = 100

const isNested = (first: number): boolean => first === OPENING_BRACE || first === OPENING_BRACKET
export const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

/** Returns the place behind a value that needs no parser, as most do; -1: it may be one that does. @param first byte of it */
export function endOfPlainValue(first: number, bytes: Buffer, at: number, to: number): number {
  if (first === QUOTE) return endOfPlainText(bytes, at, to)
  return isNested(first) ? endOfPlainNested(bytes, at, to) : endOfDigits(bytes, at, to)
}

/** Returns the place behind any other value; what it is may be nonsense. */
export function endOfValue(first: number, bytes: Buffer, at: number, to: number): number {
  if (first === QUOTE) return endOfText(bytes, at, to)
  return isNested(first) ? endOfNested(bytes, at, to) : endOfBare(bytes, at, to)
}

/** Returns what JSON says; `undefined`: it is none. */
export function jsonOf(bytes: Buffer, at: number, end: number): unknown {
  if (end <= at) return undefined
  try {
    return JSON.parse(bytes.toString('utf8', at, end)) as unknown
  } catch {
    return undefined
  }
}

/** Returns a value that needs no parser. */
export function plainOf(first: number, bytes: Buffer, at: number, end: number): unknown {
  if (first === QUOTE) return bytes.toString('latin1', at + 1, end - 1)
  return isDigit(first) ? numberOfDigits(bytes, at, end) : jsonOf(bytes, at, end)
}

/** Returns the bytes of a value that needs no parser, as the engine estimates them. */
export function sizeOfPlain(first: number, length: number): number {
  if (first === QUOTE) return length - 2
  return isDigit(first) ? NUMBER_BYTES : NESTED_BYTES
}

/** Returns the bytes of any value, as the engine estimates them. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value === 'number') return NUMBER_BYTES
  if (typeof value === 'boolean') return BOOLEAN_BYTES
  return value === null ? 0 : NESTED_BYTES
}

/** Returns what makes strings of plain texts of which the same ones come again and again, and hands out the same string then. */
export function createNameMemo(): (bytes: Buffer, from: number, end: number) => string {
  const names = new Array<string>(NAMES).fill('')
  return (bytes, from, end) => {
    const length = end - from
    if (length > MAX_NAME_BYTES) return bytes.toString('latin1', from, end)
    const slot = (bytes[from]! * 31 + bytes[end - 1]! * 7 + length) % NAMES
    const known = names[slot]!
    if (known.length === length) {
      let i = 0
      while (i < length && known.charCodeAt(i) === bytes[from + i]) i++
      if (i === length) return known
    }
    const name = bytes.toString('latin1', from, end)
    names[slot] = name
    return name
  }
}
