import { after } from '../internal/clock.js'

/** Who waits longer is told to come again. SDKs wait for ten seconds. */
const MAX_WAIT_MILLIS = 4_000
/** Of each there is a connection, and nothing else in memory. */
const MAX_WAITING = 2_000

type After = typeof after

/** Reports that wait for room before they are read, the first first: for some seconds, and some thousand of them. */
export class Admission {
  readonly #after: After
  readonly #waiting = new Set<(isLetIn: boolean) => void>()

  /** @param later calls something after some milliseconds, unless it is cancelled */
  constructor(later: After = after) {
    this.#after = later
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Returns whether there was room in time. */
  wait(): Promise<boolean> {
    if (this.#waiting.size >= MAX_WAITING) return Promise.resolve(false)
    return new Promise((resolve) => {
      const answer = (isLetIn: boolean) => {
        cancel()
        this.#waiting.delete(answer)
        resolve(isLetIn)
      }
      const cancel = this.#after(MAX_WAIT_MILLIS, () => answer(false))
      this.#waiting.add(answer)
    })
  }

  /** There is room for so many. */
  letIn(reports: number): void {
    for (const answer of this.#waiting) {
      if (reports-- < 1) return
      answer(true)
    }
  }

  /** There will be none for now. */
  refuse(): void {
    for (const answer of this.#waiting) answer(false)
  }
}
