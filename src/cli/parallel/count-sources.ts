import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Analysis } from '../analysis/analysis.js'
import type { ReadCounts, Reading } from '../input/read-all.js'
import type { RecordCounts } from '../input/record-counts.js'
import type { Source } from '../input/source.js'
import { createLocalLane, type Lane } from './lane.js'
import { Lanes } from './lanes.js'
import { readBlocks } from './read-blocks.js'

/** Less is read before threads are there. */
const MIN_BYTES = 8 << 20

/** Starts threads that count; none where there can be none. */
export type StartLanes = () => Promise<readonly Lane[]>

/**
 * Counts the records of all sources, one after the other, and shows how far it is: in this thread, and from some MiB on in others, if there can
 * be any. What it comes to is the same.
 */
export async function countSources(
  sources: readonly Source[],
  analysis: Analysis,
  { progress, stop, now, examples }: Reading & { readonly examples: boolean },
  startLanes: StartLanes,
): Promise<ReadCounts> {
  const total = sources.every(({ bytes }) => bytes !== undefined)
    ? sources.reduce((sum, { bytes }) => sum + bytes!, 0)
    : undefined
  const done = () => sources.reduce((sum, source) => sum + source.read(), 0)
  const counts: RecordCounts = { lines: 0, records: 0, cut: 0, unread: 0 }
  const lanes = new Lanes([createLocalLane({ now, examples })], ({ part, lines, cut }) => {
    analysis.merge(part)
    counts.lines += lines
    counts.records += part.records
    counts.cut += cut
  })
  let starting: Promise<readonly Lane[]> | undefined
  const start = async (): Promise<void> => {
    starting = startLanes()
    const started = await starting
    if (started.length > 0) lanes.replace(started)
  }
  try {
    if (total !== undefined && total >= MIN_BYTES) await start()
    for (const source of sources) {
      if (stop.aborted) break
      await readBlocks(source, { analysis, lanes, counts, now }, async () => {
        const read = done()
        progress.at(read, total, source.name)
        if (starting === undefined && read >= MIN_BYTES) void start()
        // Signals are heard between two turns.
        await nextTurn()
        return !stop.aborted
      })
    }
    await lanes.settled()
  } finally {
    progress.end()
    for (const lane of (await starting) ?? []) await lane.close()
  }
  return { ...counts, bytes: done(), interrupted: stop.aborted }
}
