import { inspect } from 'node:util'

const SHOWN = '[secret]'

/** A text that is read only by name: log lines, `JSON.stringify` and `util.inspect` do not show it. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}
