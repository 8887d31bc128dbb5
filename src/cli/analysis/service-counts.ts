import { ownText } from './own-text.js'

/** Names beyond are not told apart. */
const MAX_SERVICES = 1_000
const MAX_NAME_CHARACTERS = 200

/** How many records each service has. */
export class ServiceCounts {
  /** Those that name none under an empty name. */
  readonly counts = new Map<string, number>()
  /** A long name is looked up by its begin. */
  readonly #names = new Map<string, string>()

  /** Counts a record. Returns the name to keep; `undefined`: it has none, or there are too many. */
  count(service: string | undefined): string | undefined {
    const begin = (service ?? '').slice(0, MAX_NAME_CHARACTERS)
    let name = this.#names.get(begin)
    if (name === undefined) {
      if (this.counts.size >= MAX_SERVICES) return undefined
      name = ownText(begin, MAX_NAME_CHARACTERS)
      this.#names.set(name, name)
    }
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    return name === '' ? undefined : name
  }
}
