import type { Block, BlockResult } from './block.js'
import { type CountingCircumstances, createBlockCounter } from './count-blocks.js'

/** What counts blocks in the order in which it gets them. */
export interface Lane {
  /** Resolves with what the block comes to. @throws Error if the lane is at its end */
  count(block: Block): Promise<BlockResult>
  close(): Promise<void>
}

/** A lane in this thread. */
export function createLocalLane(circumstances: CountingCircumstances): Lane {
  const count = createBlockCounter(circumstances)
  return { count: async (block) => count(block), close: async () => {} }
}
