import type { PatternEntry } from './pattern-entry.js'

/** What a pattern is known by. Without a check it is none's. */
export interface PatternKey {
  readonly id: string
  readonly check?: string | undefined
}

export function keyOf({ id, check }: PatternKey): string {
  return `${id}${check}`
}

/**
 * Entries by id and check: an id alone is a name that anybody can give to a template of his. One look-up finds the first pattern that came
 * with an id; others of the same id cost a second one.
 */
export class PatternIndex {
  readonly #first = new Map<string, PatternEntry>()
  readonly #others = new Map<string, PatternEntry>()

  get(key: PatternKey): PatternEntry | undefined {
    const first = this.#first.get(key.id)
    if (first !== undefined && first.check === key.check) return first
    return this.#others.size === 0 ? undefined : this.#others.get(keyOf(key))
  }

  add(entry: PatternEntry): void {
    const { signature, check } = entry
    if (this.#first.has(signature)) this.#others.set(`${signature}${check}`, entry)
    else this.#first.set(signature, entry)
  }

  delete(entry: PatternEntry): void {
    const { signature, check } = entry
    if (this.#first.get(signature) === entry) this.#first.delete(signature)
    else this.#others.delete(`${signature}${check}`)
  }

  clear(): void {
    this.#first.clear()
    this.#others.clear()
  }
}
