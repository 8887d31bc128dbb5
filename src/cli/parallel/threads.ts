import { availableParallelism } from 'node:os'
import type { CountingCircumstances } from './count-blocks.js'
import type { Lane } from './lane.js'
import { startWorkerLane } from './worker-lane.js'

/** Each takes about 30 MiB. */
const MAX_THREADS = 3

/** As many threads as this machine has processors for, at most three. */
export const threadsOfMachine = (): number => Math.min(MAX_THREADS, availableParallelism())

/**
 * Starts so many threads, each of which counts blocks. None if there is to be one: this one does it.
 */
export async function startThreads(count: number, circumstances: CountingCircumstances): Promise<readonly Lane[]> {
  if (count <= 1) return []
  const file = new URL('./count-worker.js', import.meta.url)
  const started = await Promise.all(Array.from({ length: count }, () => startWorkerLane(file, circumstances)))
  return started.filter((lane) => lane !== undefined)
}
