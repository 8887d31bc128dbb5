import { TextEncoder } from 'node:util'
import { xxh64 } from './xxh64.js'

/** XXH64 of the UTF-8 text, as 16 lower-case hex digits. */
export type HashText = (text: string) => string

const encoder = new TextEncoder()

export function bigIntHash(seed: bigint): HashText {
  return (text) => hex(xxh64(encoder.encode(text), seed))
}

/** Texts that are hashed before WebAssembly is loaded: who has fewer templates has no need of it, and to load it takes milliseconds of a start. */
const HASHED_BEFORE = 8

/** As {@link bigIntHash}, by WebAssembly once there is much to hash and it has started; without WebAssembly nothing changes. */
export function createHash(seed: bigint, load = startWebAssembly): HashText {
  let hash = bigIntHash(seed)
  let hashed = 0
  // Not within the call: it may be one of the app's.
  const start = async () => {
    await undefined
    hash = await load(seed)
  }
  return (text) => {
    if (++hashed === HASHED_BEFORE) start().catch(() => {})
    return hash(text)
  }
}

export async function startWebAssembly(seed: bigint): Promise<HashText> {
  const loaded = await import('xxhash-wasm')
  // The CommonJS build requires it, and what it then gets is the function itself.
  const xxhash = loaded.default ?? loaded
  const { h64 } = await xxhash()
  return (text) => hex(h64(text, seed))
}

function hex(hash: bigint): string {
  return hash.toString(16).padStart(16, '0')
}
