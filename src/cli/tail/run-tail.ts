import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Timers } from '../../internal/timer.js'
import type { LineFilter } from './line-filter.js'
import { createRawLines } from './raw-lines.js'

/** By Ctrl-C the program in front ends too: what it says last is still read. */
const GRACE_MILLIS = 2_000

export interface TailStreams {
  readonly input: Readable
  readonly output: Writable
  /** Nobody reads `output` any more. */
  readonly closed: AbortSignal
  /** By Ctrl-C. */
  readonly stop: AbortSignal
  readonly timers: Timers
}

/**
 * Reads the input to its end. A full output is waited for, and the input with it.
 *
 * @param filterOf returns what writes to the output by the function that it gets
 */
export async function runTail(
  { input, output, closed, stop, timers }: TailStreams,
  filterOf: (write: (bytes: Buffer) => void) => LineFilter,
): Promise<LineFilter> {
  let waiting: Buffer[] = []
  const filter = filterOf((bytes) => waiting.push(bytes))
  const lines = createRawLines(filter)
  const end = () => input.destroy()
  closed.addEventListener('abort', end)
  stop.addEventListener('abort', () => timers.after(GRACE_MILLIS, end))

  async function flush(): Promise<void> {
    if (waiting.length === 0 || closed.aborted) return
    const bytes = Buffer.concat(waiting)
    waiting = []
    if (!output.write(bytes)) await once(output, 'drain', { signal: closed })
  }

  try {
    for await (const chunk of input) {
      lines.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer))
      await flush()
    }
    lines.end()
    await flush()
  } catch (error) {
    lines.end()
    await flush().catch(() => {})
    if (!closed.aborted && !stop.aborted) throw error
  } finally {
    closed.removeEventListener('abort', end)
  }
  return filter
}
