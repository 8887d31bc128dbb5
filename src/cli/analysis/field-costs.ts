import { ownText } from './own-text.js'

/** One record in so many is looked at: fields of a pattern are the same in all of them. */
const ONE_IN = 16
const MAX_FIELDS = 2_000
/** Of a longer name a record made it up. */
const MAX_NAME_CHARACTERS = 200
const MAX_DEPTH = 3
const OVERHEAD_BYTES = 8

/** What the fields of records cost, estimated by one record in sixteen. Bounded: what comes after 2,000 names, or has none that fits, counts together. */
export class FieldCosts {
  readonly #bytes = new Map<string, number>()
  #turn = 0

  look(attributes: Readonly<Record<string, unknown>> | undefined): void {
    if (this.#turn++ % ONE_IN !== 0 || attributes === undefined) return
    for (const key in attributes) this.#add(key, OVERHEAD_BYTES + key.length + sizeOf(attributes[key], 0))
  }

  /** Returns names and bytes, the dearest first. */
  dearest(most: number): { readonly name: string; readonly bytes: number }[] {
    return [...this.#bytes]
      .map(([name, bytes]) => ({ name, bytes: bytes * ONE_IN }))
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, most)
  }

  #add(key: string, bytes: number): void {
    const isKnown = key.length <= MAX_NAME_CHARACTERS && this.#bytes.has(key)
    const hasRoom = key.length <= MAX_NAME_CHARACTERS && this.#bytes.size < MAX_FIELDS
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
