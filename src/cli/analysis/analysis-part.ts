import type { ClockPart } from '../formats/clock-span.js'
import type { FormatName } from '../formats/found-record.js'
import type { CalibrationSums } from './calibration.js'
import type { PatternsPart } from './patterns-part.js'

/**
 * What a part of a file comes to: plain data, to be handed from thread to thread. Nothing is left out of it, so that what is kept of all parts
 * in their order is what would be kept of the whole; it is as large as the part of the file has records, at most.
 */
export interface AnalysisPart {
  readonly records: number
  readonly errors: number
  readonly failed: number
  /** Epoch milliseconds; `first` is above `last` where no record says when it was. */
  readonly scale: { readonly first: number; readonly last: number }
  /** Of records that say the time of day alone. */
  readonly clock: ClockPart
  /** In the order in which they came, as all lists here. */
  readonly formats: readonly (readonly [FormatName, number])[]
  readonly services: readonly (readonly [string, number])[]
  readonly patterns: PatternsPart
  readonly fields: readonly (readonly [string, number])[]
  readonly broken: readonly string[]
  readonly secrets: readonly (readonly [string, number])[]
  readonly calibration: Readonly<CalibrationSums>
}
