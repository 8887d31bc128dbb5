import { isErrorKey } from '../../record/error-search.js'
import { IDENTIFIERS } from '../../record/identifiers.js'
import { RESERVED_ATTRIBUTES } from '../../record/reserved-attributes.js'
import type { Redactor } from '../../redaction/redactor.js'
import { KEY, RECORD_ATTRIBUTES } from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'

const MAX_KEYS = 2_000
const MAX_KEY_CHARACTERS = 128

/** The name of an attribute whose value is sent as it is, but for secrets in it. */
export interface UsualKey {
  /** An attribute of a record up to its value; its length is to be filled in. */
  readonly head: Uint8Array
  /** Names a person or a session: nothing in its value is a secret, and a blank one is left out. */
  readonly isIdentifier: boolean
}

/** Encodes each name of the app once: apps use few names over and over. Where names never end, it forgets all and begins anew. */
export class UsualKeys {
  readonly #known = new Map<string, UsualKey | null>()
  readonly #writer = new ProtobufWriter()
  readonly #redactor: Redactor

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  /** `null`: names or values like these need a closer look. */
  of(key: string): UsualKey | null {
    const before = this.#known.get(key)
    if (before !== undefined) return before
    if (key.length > MAX_KEY_CHARACTERS) return null
    if (this.#known.size >= MAX_KEYS) this.#known.clear()
    const isUsual = !RESERVED_ATTRIBUTES.has(key) && !isErrorKey(key) && !this.#redactor.looksCloser(key)
    const now = isUsual ? { head: this.#headOf(key), isIdentifier: IDENTIFIERS.has(key) } : null
    this.#known.set(key, now)
    return now
  }

  #headOf(key: string): Uint8Array {
    this.#writer.begin(RECORD_ATTRIBUTES)
    this.#writer.string(KEY, key)
    return this.#writer.take()
  }
}
