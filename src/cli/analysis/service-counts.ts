import { ownText } from './own-text.js'

const MAX_NAME_CHARACTERS = 200

/** How many records each service has. */
export class ServiceCounts {
  /** Those that name none under an empty name. */
  readonly counts = new Map<string, number>()
  /** A long name is looked up by its begin. */
  readonly #names = new Map<string, string>()

  readonly #max: number

  /** @param max names that are told apart */
  constructor(max: number) {
    this.#max = max
  }

  /** Counts records. Returns the name to keep; `undefined`: it has none, or there are too many. */
  count(service: string | undefined, records = 1): string | undefined {
    const begin = service === undefined ? '' : service.slice(0, MAX_NAME_CHARACTERS)
    let name = this.#names.get(begin)
    if (name === undefined) {
      if (this.counts.size >= this.#max) return undefined
      name = ownText(begin, MAX_NAME_CHARACTERS)
      this.#names.set(name, name)
    }
    this.counts.set(name, (this.counts.get(name) ?? 0) + records)
    return name === '' ? undefined : name
  }
}
