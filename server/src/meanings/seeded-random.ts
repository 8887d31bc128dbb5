import { createHash } from 'node:crypto'
import type { Random } from './batches.js'

const RANGE = 2 ** 32

/** Returns numbers that look like chance, the same for the same words: what is shown before is what is sent. */
export function randomOf(...words: readonly (string | number)[]): Random {
  let count = 0
  return () =>
    createHash('sha256')
      .update(`${words.join('\n')}\n${count++}`)
      .digest()
      .readUInt32BE(0) / RANGE
}
