import type { ClockSpan } from '../formats/clock-span.js'
import type { FormatName, FoundRecord } from '../formats/found-record.js'
import type { LinePlace } from '../input/line-place.js'
import type { AnalysisPart } from './analysis-part.js'
import { type AnalysisLimits, AnalysisState } from './analysis-state.js'
import { createCalibration } from './calibration.js'
import { createJudge } from './judge.js'
import { RankedPatterns } from './ranked-patterns.js'
import type { TimeScale } from './trend.js'

/** What comes beyond is counted together, or not told apart. */
const LIMITS: AnalysisLimits = {
  patterns: 50_000,
  services: 1_000,
  servicesOfPattern: 8,
  fields: 2_000,
  examples: false,
}
/** Fields that are shown. */
const MAX_FIELDS = 12

export interface Analysis {
  add(found: FoundRecord, place: LinePlace): void
  /** Adds what comes next in the file and was counted elsewhere. */
  merge(part: AnalysisPart): void
  result(): AnalysisResult
}

export interface AnalysisResult {
  readonly records: number
  /** Uncompressed OTLP, as PostHog bills it. */
  readonly bytes: number
  readonly errors: number
  /** Records that tell of a failed request or job without being errors. */
  readonly failed: number
  readonly scale: TimeScale
  /** Of records that say the time of day alone. */
  readonly clock: ClockSpan
  /** Milliseconds that the file goes over, by what its records say; 0: they do not say. */
  readonly span: number
  /** Records by format. */
  readonly formats: ReadonlyMap<FormatName, number>
  /** Records by service, and those that name none under an empty name. */
  readonly services: ReadonlyMap<string, number>
  /** The dearest first. */
  readonly patterns: RankedPatterns
  /** Whether one of them stands for all that came after the first so many. */
  readonly hasOthers: boolean
  readonly fields: readonly { readonly name: string; readonly bytes: number }[]
  /** The first lines that begin as JSON and are none. */
  readonly broken: readonly string[]
  readonly secrets: readonly { readonly kind: string; readonly count: number }[]
}

/**
 * Counts the records of files by the signatures and sizes of the live engine, in bounded memory.
 *
 * @param limits that are others than usual; `examples`: whether the text of the first record of each pattern is kept
 */
export function createAnalysis(limits: Partial<AnalysisLimits> = {}): Analysis {
  const state = new AnalysisState({ ...LIMITS, ...limits }, createCalibration())
  const judge = createJudge()
  return {
    add: (found, place) => state.add(found, place, judge(found.record)),
    merge: (part) => state.merge(part),
    result: () => resultOf(state),
  }
}

function resultOf(state: AnalysisState): AnalysisResult {
  const { records, errors, failed, scale, clock, formats, broken, sums, table, services } = state
  const ratio = sums.estimated > 0 ? sums.encoded / sums.estimated : 1
  const patterns = new RankedPatterns({ table, services, scale, ratio })
  return {
    records,
    bytes: patterns.bytesFrom(0),
    errors,
    failed,
    scale,
    clock,
    span: scale.span > 0 ? scale.span : clock.span,
    formats,
    services: services.counts,
    patterns,
    hasOthers: table.hasOthers,
    fields: state.fields.dearest(MAX_FIELDS),
    broken,
    secrets: state.secrets.found(),
  }
}
