import { parentPort, workerData } from 'node:worker_threads'
import type { Block } from './block.js'
import { type CountingCircumstances, createBlockCounter } from './count-blocks.js'
import { READY } from './worker-lane.js'

/** The thread of a worker lane: a file of its own in dist/cli. */
const count = createBlockCounter(workerData as CountingCircumstances)
parentPort!.on('message', (block: Block) => {
  const result = count(block)
  parentPort!.postMessage(result, [result.memory])
})
parentPort!.postMessage(READY)
