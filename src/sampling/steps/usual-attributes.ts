import { isErrorKey } from '../../record/error-search.js'
import {
  MAX_STATUS,
  MIN_STATUS,
  outcomeOfFlag,
  outcomeOfStatusAt,
  outcomeOfWord,
} from '../../signature/outcome-of-attribute.js'
import { ATTRIBUTE_BYTES, KEEP_ATTRIBUTE, MAX_ATTRIBUTES, NUMBER_BYTES } from './subject.js'

/** Stands for attributes that may say what becomes of their record. */
export const UNUSUAL = -1

/** Lengths of the names whose text may tell an error or an outcome: `stack`, `result`, `outcome`, `event.outcome`, `exception.type`, `exception.stacktrace`. */
const TELLING_LENGTHS = (1 << 5) | (1 << 6) | (1 << 7) | (1 << 13) | (1 << 14) | (1 << 20)
const LENGTH_MASK = 31

/**
 * Returns the estimated bytes of attributes that tell neither an outcome nor an error nor a wish to be kept, as `Subject` counts them; `UNUSUAL`
 * where they may tell one, or where it takes a closer look: objects, and more than 128 attributes.
 *
 * @throws what a getter of the app throws
 */
export function usualAttributeBytes(attributes: Readonly<Record<string, unknown>> | undefined): number {
  if (attributes === undefined) return 0
  if (typeof attributes !== 'object' || attributes === null) return UNUSUAL
  if (Array.isArray(attributes) || ArrayBuffer.isView(attributes)) return UNUSUAL
  let bytes = 0
  let left = MAX_ATTRIBUTES
  for (const key in attributes) {
    if (left-- <= 0) return UNUSUAL
    const value = attributes[key]
    const { length } = key
    bytes += ATTRIBUTE_BYTES + length
    // Not by a `switch`, of which V8 makes a call that returns the name of the type.
    if (typeof value === 'string') {
      if (((TELLING_LENGTHS >> (length & LENGTH_MASK)) & 1) !== 0 && tells(key, value)) return UNUSUAL
      bytes += value.length
    } else if (typeof value === 'number') {
      if (value >= MIN_STATUS && value <= MAX_STATUS && outcomeOfStatusAt(key, value, attributes) !== undefined)
        return UNUSUAL
      bytes += NUMBER_BYTES
    } else if (typeof value === 'boolean') {
      if (value ? key === KEEP_ATTRIBUTE : outcomeOfFlag(key) !== undefined) return UNUSUAL
      bytes += 2
    } else if (value !== null && value !== undefined) {
      // An object; also a `bigint` and a function, which are rare.
      return UNUSUAL
    }
  }
  return bytes
}

function tells(key: string, value: string): boolean {
  return isErrorKey(key) || outcomeOfWord(key, value) !== undefined
}
