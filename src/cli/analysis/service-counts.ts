import { ownText } from './own-text.js'

const MAX_NAME_CHARACTERS = 200

/** How many records each service has, and a number for each. */
export class ServiceCounts {
  /** A long name is looked up by its begin. */
  readonly #indices = new Map<string, number>()
  readonly #names: string[] = []
  readonly #counts: number[] = []
  readonly #max: number

  /** @param max names that are told apart */
  constructor(max: number) {
    this.#max = max
  }

  /** Counts records. Returns the number of the service; -1: it has no name, or there are too many. */
  count(service: string | undefined, records = 1): number {
    const begin = service === undefined ? '' : service.slice(0, MAX_NAME_CHARACTERS)
    let index = this.#indices.get(begin)
    if (index === undefined) {
      if (this.#names.length >= this.#max) return -1
      const name = ownText(begin, MAX_NAME_CHARACTERS)
      index = this.#names.push(name) - 1
      this.#counts.push(0)
      this.#indices.set(name, index)
    }
    this.#counts[index]! += records
    return begin === '' ? -1 : index
  }

  nameAt(index: number): string {
    return this.#names[index]!
  }

  /** Records by name, in the order in which they came; those that name none under an empty name. */
  get counts(): ReadonlyMap<string, number> {
    return new Map(this.#names.map((name, i) => [name, this.#counts[i]!]))
  }
}
