import type { AnalysisPart } from '../analysis/analysis-part.js'

/** A piece of a source, for whoever counts it. Pieces of a run go to the same one, in their order: no record goes on behind a run. */
export interface Block {
  /** The memory that holds it, which comes back with the result. */
  readonly memory: ArrayBuffer
  readonly length: number
  /** In bytes of the source. */
  readonly offset: number
  readonly beginsRun: boolean
  readonly endsRun: boolean
}

/** What a block comes to. */
export interface BlockResult {
  readonly part: AnalysisPart
  readonly lines: number
  readonly cut: number
  readonly memory: ArrayBuffer
}
