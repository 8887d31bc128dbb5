import { isErrorKey } from '../../record/error-search.js'
import { IDENTIFIERS } from '../../record/identifiers.js'
import { RESERVED_ATTRIBUTES } from '../../record/reserved-attributes.js'
import type { Redactor } from '../../redaction/redactor.js'
import { KEY, RECORD } from './protobuf-fields.js'
import { ProtobufWriter } from './protobuf-writer.js'

/** In a head, where the length of the attribute is: of one byte, if it is short. */
export const LENGTH_AT = 1
const MAX_KEYS = 2_000
const MAX_KEY_CHARACTERS = 128

/** The name of an attribute whose value is sent as it is, but for secrets in it. */
export interface UsualKey {
  /** An attribute of a record up to its value; its length is to be filled in. */
  readonly head: Uint8Array
  /** Names a person or a session: nothing in its value is a secret, and a blank one is left out. */
  readonly isIdentifier: boolean
}

/** Encodes each name once: apps use few names over and over. Where names never end, it forgets all and begins anew. */
export class UsualKeys {
  readonly #known = new Map<string, UsualKey | null>()
  readonly #writer = new ProtobufWriter()
  readonly #isUsual: (key: string) => boolean

  /** @param isUsual of a name that is asked for the first time; what it says is remembered */
  constructor(isUsual: (key: string) => boolean) {
    this.#isUsual = isUsual
  }

  /** `null`: names or values like these need a closer look. */
  of(key: string): UsualKey | null {
    const before = this.#known.get(key)
    if (before !== undefined) return before
    if (key.length > MAX_KEY_CHARACTERS) return null
    if (this.#known.size >= MAX_KEYS) this.#known.clear()
    const now = this.#isUsual(key) ? { head: this.#headOf(key), isIdentifier: IDENTIFIERS.has(key) } : null
    this.#known.set(key, now)
    return now
  }

  #headOf(key: string): Uint8Array {
    this.#writer.begin(RECORD.attributes)
    this.#writer.string(KEY, key)
    return this.#writer.take()
  }
}

/** Names of the app. */
export function createUsualKeys(redactor: Redactor): UsualKeys {
  return new UsualKeys((key) => !RESERVED_ATTRIBUTES.has(key) && !isErrorKey(key) && !redactor.looksCloser(key))
}
