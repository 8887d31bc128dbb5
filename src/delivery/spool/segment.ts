import type { SegmentName } from './segment-name.js'
import type { SpoolFile } from './spool-files.js'

/** One file of the spool. It is removed when nothing in it is needed any more. */
export class Segment {
  readonly name: SegmentName
  readonly path: string
  /** Bytes in the file. */
  size = 0
  /** Open while it is written to. */
  file: SpoolFile | undefined
  #holds = 0
  readonly #onFree: (segment: Segment) => void

  constructor(name: SegmentName, path: string, onFree: (segment: Segment) => void) {
    this.name = name
    this.path = path
    this.#onFree = onFree
  }

  /** How many records are neither delivered nor given up, plus readers. */
  get holds(): number {
    return this.#holds
  }

  hold(): void {
    this.#holds++
  }

  release(): void {
    this.#holds--
    if (this.#holds === 0) this.#onFree(this)
  }
}

/** A record's place in the spool; `release()` once, when it is delivered or given up. */
export interface SpoolTicket {
  readonly segment: Segment
  /** Where its frame begins. */
  readonly offset: number
}
