import type { Analysis } from '../analysis/analysis.js'
import { readCsv } from '../input/csv.js'
import type { RecordCounts } from '../input/record-counts.js'
import { opened } from '../input/records.js'
import type { Source } from '../input/source.js'
import { createCutter } from './cut-blocks.js'
import type { Lanes } from './lanes.js'

/** Who counts what is read, and where to. */
export interface Counting {
  readonly analysis: Analysis
  readonly lanes: Lanes
  readonly counts: RecordCounts
  /** Epoch milliseconds, for times that leave out the year. */
  readonly now: number
}

/**
 * Reads a source in blocks that lanes count. Resolves when all of it is on its way.
 *
 * @param onPiece called after each piece, to wait or to stop: `false` stops
 */
export async function readBlocks(
  source: Source,
  { analysis, lanes, counts, now }: Counting,
  onPiece: () => Promise<boolean>,
): Promise<void> {
  const { isCsv, chunks } = await opened(source)
  if (isCsv) {
    // Rows are counted here: not before what stands before them.
    await lanes.settled()
    await readCsv(chunks, analysis.add, counts, onPiece)
    return
  }
  const cutter = createCutter(lanes.memory, lanes.send, now)
  for await (const chunk of chunks) {
    await cutter.push(chunk)
    if (!(await onPiece())) return cutter.end(false)
  }
  await cutter.end(true)
}
