import { createHash } from 'node:crypto'

const VERSION = 0x50
const VARIANT = 0x80

/** Returns the UUID of a name within a namespace (RFC 9562, version 5): the same name has the same one, everywhere. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | VERSION
  bytes[8] = (bytes[8]! & 0x3f) | VARIANT
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
