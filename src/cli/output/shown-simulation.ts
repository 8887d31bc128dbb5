import type { ReadCounts } from '../input/read-all.js'
import type { SimulationResult } from '../simulation/simulation-result.js'

/** What budgets came to, and how it is to be shown. */
export interface ShownSimulation {
  /** One a budget; the first is shown in full. */
  readonly results: readonly SimulationResult[]
  readonly counts: ReadCounts
  readonly files: readonly string[]
  readonly usdPerGb: number
  /** Patterns that are shown. */
  readonly top: number
  /** Records that were spread evenly, because they do not say when they were. */
  readonly assumedTimes: number
  /** As many of them a second. */
  readonly perSecond: number
}
