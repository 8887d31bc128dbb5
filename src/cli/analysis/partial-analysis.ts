import type { FoundRecord } from '../formats/found-record.js'
import type { LinePlace } from '../input/line-place.js'
import type { AnalysisPart } from './analysis-part.js'
import { type AnalysisLimits, AnalysisState } from './analysis-state.js'
import { createCalibration } from './calibration.js'
import { createJudge } from './judge.js'

/** What is left out is known only by those who have seen all before it. */
const ALL: AnalysisLimits = {
  patterns: Number.POSITIVE_INFINITY,
  services: Number.POSITIVE_INFINITY,
  servicesOfPattern: Number.POSITIVE_INFINITY,
  fields: Number.POSITIVE_INFINITY,
}

/** Counts the records of parts of a file, to be merged into an analysis of the whole. As large as the part that it is fed with. */
export interface PartialAnalysis {
  add(found: FoundRecord, place: LinePlace): void
  /** Returns what came since the last call. */
  take(): AnalysisPart
}

export function createPartialAnalysis(): PartialAnalysis {
  const calibration = createCalibration()
  const judge = createJudge()
  let state = new AnalysisState(ALL, calibration)
  return {
    add: (found, place) => state.add(found, place, judge(found.record)),
    take() {
      const part = state.part()
      state = new AnalysisState(ALL, calibration)
      return part
    },
  }
}
