import { ownText } from './own-text.js'
import { sampleWeight } from './sample-weight.js'

/** One record in so many is looked at: fields of a pattern are the same in all of them. */
const ONE_IN = 16
/** Of a longer name a record made it up. */
const MAX_NAME_CHARACTERS = 200
const MAX_DEPTH = 3
const OVERHEAD_BYTES = 8

/** Returns whether a record is one of those of which the fields are looked at. @param offset of it in its source */
export const isLookedAt = (offset: number): boolean => sampleWeight(offset, ONE_IN) !== 0

/** What the fields of records cost, estimated by one record in sixteen; of the first of a source, by each. What comes after so many names, or has none that fits, counts together. */
export class FieldCosts {
  readonly #bytes = new Map<string, number>()
  readonly #max: number

  /** @param max names that are told apart */
  constructor(max: number) {
    this.#max = max
  }

  /** @param offset of the record in its source, by which it is chosen */
  look(attributes: Readonly<Record<string, unknown>> | undefined, offset: number): void {
    const weight = attributes === undefined ? 0 : sampleWeight(offset, ONE_IN)
    if (weight === 0) return
    for (const key in attributes) this.add(key, weight * (OVERHEAD_BYTES + key.length + sizeOf(attributes[key], 0)))
  }

  /** Estimated bytes by name, in the order in which they came. */
  get estimates(): ReadonlyMap<string, number> {
    return this.#bytes
  }

  /** Returns names and bytes, the dearest first. */
  dearest(most: number): { readonly name: string; readonly bytes: number }[] {
    return [...this.#bytes]
      .map(([name, bytes]) => ({ name, bytes }))
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, most)
  }

  add(key: string, bytes: number): void {
    const isKnown = key.length <= MAX_NAME_CHARACTERS && this.#bytes.has(key)
    const hasRoom = key.length <= MAX_NAME_CHARACTERS && this.#bytes.size < this.#max
    const name = isKnown ? key : hasRoom ? ownText(key, MAX_NAME_CHARACTERS) : '(others)'
    this.#bytes.set(name, (this.#bytes.get(name) ?? 0) + bytes)
  }
}

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return OVERHEAD_BYTES
  if (depth >= MAX_DEPTH) return OVERHEAD_BYTES
  let bytes = OVERHEAD_BYTES
  for (const key in value) bytes += key.length + sizeOf((value as Record<string, unknown>)[key], depth + 1)
  return bytes
}
