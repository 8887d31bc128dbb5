import { TextEncoder } from 'node:util'
import { xxh64 } from './xxh64.js'

/** XXH64 of the UTF-8 text, as 16 lower-case hex digits. */
export type HashText = (text: string) => string

const encoder = new TextEncoder()

export function bigIntHash(seed: bigint): HashText {
  return (text) => hex(xxh64(encoder.encode(text), seed))
}

/** As {@link bigIntHash}, by WebAssembly as soon as it has started; without WebAssembly nothing changes. */
export function createHash(seed: bigint): HashText {
  let hash = bigIntHash(seed)
  startWebAssembly(seed).then(
    (fast) => {
      hash = fast
    },
    () => {},
  )
  return (text) => hash(text)
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
