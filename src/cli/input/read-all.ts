import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Progress } from '../terminal/progress.js'
import type { TakePlaced } from './joiner.js'
import { readRecords } from './records.js'
import type { Source } from './source.js'

export interface ReadCounts {
  readonly lines: number
  readonly records: number
  readonly cut: number
  /** Rows of CSV that were left out. */
  readonly unread: number
  /** As they stand on the disk or came in. */
  readonly bytes: number
  /** Ctrl-C came before the end. */
  readonly interrupted: boolean
}

export interface Reading {
  readonly progress: Progress
  /** Ends the reading after the piece under way. */
  readonly stop: AbortSignal
  /** Epoch milliseconds, for times that leave out the year. */
  readonly now: number
  /** Waited for after each piece. */
  readonly settled?: () => Promise<void>
}

/** Reads all sources one after the other, and shows how far it is. */
export async function readAll(
  sources: readonly Source[],
  take: TakePlaced,
  { progress, stop, now, settled }: Reading,
): Promise<ReadCounts> {
  const total = sources.every(({ bytes }) => bytes !== undefined)
    ? sources.reduce((sum, { bytes }) => sum + bytes!, 0)
    : undefined
  const done = () => sources.reduce((sum, source) => sum + source.read(), 0)
  const counts = { lines: 0, records: 0, cut: 0, unread: 0 }
  for (const source of sources) {
    if (stop.aborted) break
    const read = await readRecords(source, take, now, async () => {
      progress.at(done(), total, source.name)
      await settled?.()
      // Signals are heard between two turns.
      await nextTurn()
      return !stop.aborted
    })
    for (const name of ['lines', 'records', 'cut', 'unread'] as const) counts[name] += read[name]
  }
  progress.end()
  return { ...counts, bytes: done(), interrupted: stop.aborted }
}
