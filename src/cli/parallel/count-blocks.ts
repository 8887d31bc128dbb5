import { isLookedAt } from '../analysis/field-costs.js'
import { createPartialAnalysis } from '../analysis/partial-analysis.js'
import { createQuickPino } from '../formats/quick-pino.js'
import { createJoiner, type Joiner } from '../input/joiner.js'
import type { LinePlace } from '../input/line-place.js'
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
  const readQuickly = createQuickPino()
  let lineCount = 0
  let run: Run | undefined

  function begin(offset: number): Run {
    const joiner = createJoiner(analysis.add, now)
    const onLine = (line: string, place: LinePlace): void => {
      lineCount++
      joiner.push(line, place)
    }
    const takesBytes = (place: LinePlace): boolean => {
      const { bytes, from, to } = place
      // Of some records all is looked at.
      if (bytes === undefined || isLookedAt(place.offset)) return false
      const found = readQuickly(bytes, from, to)
      if (found === undefined) return false
      lineCount++
      joiner.take(found, place)
      return true
    }
    const lines = createLineReader(onLine, offset, takesBytes)
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
