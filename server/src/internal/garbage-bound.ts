import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Garbage that waits for a collection is at most so many percent of what is in use. V8 lets it become several times as much. */
const GARBAGE_PERCENT = 30
/**
 * Room for what has just been made, in bytes. With the 128 MiB that V8 makes of it under load, a report's text is long dead and still in
 * memory.
 */
const MAX_NEW_SPACE = 16 * 1024 * 1024

/**
 * Bounds the memory that garbage takes, in a process whose load is steady and whose machine is shared. Flags on the command line cannot be
 * relied on: anybody starts it as they like. V8 reads both of these while it runs.
 */
export function boundGarbage(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`)
  // It counts from a collection on; without one the heap may have 512 MiB first.
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  setFlagsFromString('--no-expose-gc')
  // It may also shrink, while nothing happens, and has to be able to grow again.
  const grow = () => setFlagsFromString(`--semi-space-growth-factor=${newSpaceBytes() < MAX_NEW_SPACE ? 2 : 1}`)
  grow()
  new PerformanceObserver(grow).observe({ entryTypes: ['gc'] })
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0
}
