import type { ReportCounts } from '../store/contracts/counters.js'

const MAX_SMALL = 2 ** 32 - 1

/** The counts of a report while it is read: numbers of four bytes each, until one comes that needs eight. */
export class CountsBeingRead {
  #counts: ReportCounts

  /** @param length of all of them, 0 each */
  constructor(length: number) {
    this.#counts = new Uint32Array(length)
  }

  set(at: number, count: number): void {
    if (count > MAX_SMALL && this.#counts instanceof Uint32Array) this.#counts = Float64Array.from(this.#counts)
    this.#counts[at] = count
  }

  get counts(): ReportCounts {
    return this.#counts
  }
}
