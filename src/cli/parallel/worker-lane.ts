import { Worker } from 'node:worker_threads'
import type { Block, BlockResult } from './block.js'
import type { CountingCircumstances } from './count-blocks.js'
import type { Lane } from './lane.js'

/** Said once a worker is there. */
export const READY = 'ready'

const MAX_YOUNG_MIB = 4

/**
 * Starts a thread that counts blocks. Resolves with `undefined` where there can be none: the file is not there, threads are not allowed, or
 * there is no memory for one.
 */
export function startWorkerLane(file: URL, circumstances: CountingCircumstances): Promise<Lane | undefined> {
  return new Promise((resolve) => {
    let worker: Worker
    try {
      worker = new Worker(file, {
        workerData: circumstances,
        // What is loaded into this process in front of it has nothing to do there.
        execArgv: [],
        env: {},
        resourceLimits: { maxYoungGenerationSizeMb: MAX_YOUNG_MIB },
      })
    } catch {
      resolve(undefined)
      return
    }
    worker.once('error', () => resolve(undefined))
    worker.once('exit', () => resolve(undefined))
    worker.once('message', () => resolve(laneOf(worker)))
  })
}

function laneOf(worker: Worker): Lane {
  const waiting: { resolve(result: BlockResult): void; reject(error: Error): void }[] = []
  let failure: Error | undefined
  const fail = (why: string) => {
    failure ??= new Error(`a thread that reads ended: ${why}; --threads 1 does without`)
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.on('message', (result: BlockResult) => waiting.shift()?.resolve(result))
  worker.on('error', (error) => fail((error as Error).message))
  worker.on('exit', (code) => fail(`exit code ${code}`))
  return {
    count: (block: Block) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure)
          return
        }
        waiting.push({ resolve, reject })
        worker.postMessage(block, [block.memory])
      }),
    async close() {
      await worker.terminate()
    },
  }
}
