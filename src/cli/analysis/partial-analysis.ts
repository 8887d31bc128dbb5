import type { FoundRecord } from '../formats/found-record.js'
import type { LinePlace } from '../input/line-place.js'
import type { AnalysisPart } from './analysis-part.js'
import { type AnalysisLimits, AnalysisState } from './analysis-state.js'
import { createCalibration } from './calibration.js'
import { createJudge } from './judge.js'
import { PatternTable } from './pattern-table.js'

/** Counts the records of parts of a file, to be merged into an analysis of the whole. As large as the part that it is fed with. */
export interface PartialAnalysis {
  add(found: FoundRecord, place: LinePlace): void
  /** Returns what came since the last call. */
  take(): AnalysisPart
}

/** @param examples whether the text of the first record of each pattern is kept */
export function createPartialAnalysis(examples: boolean): PartialAnalysis {
  // What is left out is known only by those who have seen all before it.
  const all: AnalysisLimits = {
    patterns: Number.POSITIVE_INFINITY,
    services: Number.POSITIVE_INFINITY,
    servicesOfPattern: Number.POSITIVE_INFINITY,
    fields: Number.POSITIVE_INFINITY,
    examples,
  }
  const calibration = createCalibration()
  const judge = createJudge()
  const table = new PatternTable(all)
  let state = new AnalysisState(all, calibration, table)
  return {
    add: (found, place) => state.add(found, place, judge(found.record, found.unreadBytes)),
    take() {
      const part = state.part()
      table.clear()
      state = new AnalysisState(all, calibration, table)
      return part
    },
  }
}
