import { createHash } from 'node:crypto'
import type { HashKey } from '../internal/half-siphash.js'

/** Returns the key that a text stands for, the same in every process: the first 64 bits of its SHA-256. */
export function traceKeyOf(text: string): HashKey {
  const digest = createHash('sha256').update(text, 'utf8').digest()
  return { low: digest.readUInt32LE(0), high: digest.readUInt32LE(4) }
}
