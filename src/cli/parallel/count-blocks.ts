import { createPartialAnalysis } from '../analysis/partial-analysis.js'
import { createJoiner, type Joiner } from '../input/joiner.js'
import { createLineReader, type LineReader } from '../input/lines.js'
import type { Block, BlockResult } from './block.js'

interface Run {
  readonly lines: LineReader
  readonly joiner: Joiner
}

/** What whoever counts is told at the start. */
export interface CountingCircumstances {
  /** Epoch milliseconds, for times that leave out the year. */
  readonly now: number
  /** Whether the text of the first record of each pattern is kept. */
  readonly examples: boolean
}

/** Returns what counts one block after the other, as it would be counted by a reading of the whole. */
export function createBlockCounter({ now, examples }: CountingCircumstances): (block: Block) => BlockResult {
  const analysis = createPartialAnalysis(examples)
  let lineCount = 0
  let run: Run | undefined

  function begin(offset: number): Run {
    const joiner = createJoiner(analysis.add, now)
    const lines = createLineReader((line, place) => {
      lineCount++
      joiner.push(line, place)
    }, offset)
    return { lines, joiner }
  }

  return ({ memory, length, offset, beginsRun, endsRun }) => {
    if (beginsRun || run === undefined) run = begin(offset)
    const { lines, joiner } = run
    const cutBefore = lines.cut
    lineCount = 0
    lines.push(Buffer.from(memory, 0, length))
    if (endsRun) {
      lines.end()
      joiner.end()
      run = undefined
    }
    return { part: analysis.take(), lines: lineCount, cut: lines.cut - cutBefore, memory }
  }
}
