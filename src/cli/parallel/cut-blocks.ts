import type { Block } from './block.js'
import { findSeam } from './find-seam.js'

const LINE_FEED = 10

export interface Cutter {
  /** Takes what comes next of a source. */
  push(chunk: Buffer): Promise<void>
  /** Behind the last of it. @param isWhole whether the source ends here: otherwise what was read of the last line is no line */
  end(isWhole: boolean): Promise<void>
}

/**
 * Cuts a source into blocks, in runs that can be read apart from each other.
 *
 * @param memory waits for the memory of a block
 * @param send waits until a block is on its way
 */
export function createCutter(
  memory: () => Promise<ArrayBuffer>,
  send: (block: Block) => Promise<void>,
  now: number,
): Cutter {
  let bytes: Buffer | undefined
  let length = 0
  let offset = 0
  let beginsRun = true

  async function sendFirst(held: Buffer, count: number, endsRun: boolean): Promise<void> {
    const block = { memory: held.buffer as ArrayBuffer, length: count, offset, beginsRun, endsRun }
    offset += count
    beginsRun = endsRun
    bytes = undefined
    length = 0
    await send(block)
  }

  async function cut(held: Buffer): Promise<void> {
    const seam = findSeam(held.subarray(0, length), now)
    if (seam === 0) return sendFirst(held, length, false)
    // Memory that is on its way is no longer ours.
    const next = Buffer.from(await memory())
    const rest = held.copy(next, 0, seam, length)
    await sendFirst(held, seam, true)
    bytes = next
    length = rest
  }

  return {
    async push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        bytes ??= Buffer.from(await memory())
        const taken = chunk.copy(bytes, length, at)
        at += taken
        length += taken
        if (length === bytes.length) await cut(bytes)
      }
    },
    async end(isWhole) {
      if (!isWhole && bytes !== undefined && length > 0) length = bytes.lastIndexOf(LINE_FEED, length - 1) + 1
      // A run that was begun is to be ended, if by nothing.
      if (length > 0 || !beginsRun) await sendFirst(bytes ?? Buffer.from(await memory()), length, true)
    },
  }
}
