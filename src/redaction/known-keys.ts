import { redactText } from './redact-text.js'
import { type SecretName, secretNameOf } from './secret-names.js'

const MAX_KEYS = 2_000
const MAX_KEY_LENGTH = 128

/** What the name of an attribute says, and the name as it may be shown. */
export interface KnownKey {
  readonly shown: string
  readonly secret: SecretName
}

/** Examines each name once: apps use few names over and over. Where they never end, all are forgotten, and begin anew. */
export class KnownKeys {
  readonly #known = new Map<string, KnownKey>()

  of(key: string): KnownKey {
    const before = this.#known.get(key)
    if (before !== undefined) return before
    const now = { shown: redactText(key), secret: secretNameOf(key.slice(key.lastIndexOf('.') + 1)) }
    if (key.length > MAX_KEY_LENGTH) return now
    if (this.#known.size >= MAX_KEYS) this.#known.clear()
    this.#known.set(key, now)
    return now
  }
}
