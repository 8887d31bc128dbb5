import type { TemplateKey } from './template.js'

/** What is looked up by. */
type Key = Pick<TemplateKey, 'hash' | 'fingerprint' | 'size'>

const SETS_LOG2 = 11
const WAYS = 4
const SLOTS = WAYS << SETS_LOG2
/** The upper bits of a hash, which are its better ones. */
const SET_SHIFT = 32 - SETS_LOG2

/**
 * Values (signatures) of the templates that were seen lately, in memory that never grows: 2,048 sets of 4. In a full set the newest takes the
 * place of the one that came in first. A template is found by its hash, and is the same if its fingerprint and its size are.
 */
export interface SignatureMemo<T> {
  get(key: Key): T | undefined
  set(key: Key, value: T): void
}

export function createSignatureMemo<T>(): SignatureMemo<T> {
  const hashes = new Int32Array(SLOTS)
  const fingerprints = new Int32Array(SLOTS)
  const sizes = new Int32Array(SLOTS)
  const values = new Array<T | undefined>(SLOTS).fill(undefined)
  const turns = new Uint8Array(SLOTS / WAYS)

  return {
    get({ hash, fingerprint, size }) {
      const first = (hash >>> SET_SHIFT) * WAYS
      for (let i = first; i < first + WAYS; i++) {
        if (hashes[i] === hash && fingerprints[i] === fingerprint && sizes[i] === size) {
          const value = values[i]
          if (value !== undefined) return value
        }
      }
      return undefined
    },
    set({ hash, fingerprint, size }, value) {
      const set = hash >>> SET_SHIFT
      const slot = set * WAYS + (turns[set]! & (WAYS - 1))
      turns[set]!++
      hashes[slot] = hash
      fingerprints[slot] = fingerprint
      sizes[slot] = size
      values[slot] = value
    },
  }
}
