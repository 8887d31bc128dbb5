import { ZERO } from '../../internal/fraction.js'
import { INTERVAL_MILLIS, INTERVALS_PER_MINUTE } from './arrival-history.js'

/** What a kept record was kept for: no budget cuts guarantees, floor and allowances have caps of their own, the rest is drawn. */
export type SpendingKind = 'guaranteed' | 'floor' | 'allowance' | 'drawn'

/** Cost of what was kept, by kind, over the last minute. */
export class Spending {
  readonly #closed: (Record<SpendingKind, number> & { elapsedMillis: number })[] = []
  #running: Record<SpendingKind, number> = nothing()

  add(kind: SpendingKind, cost: number): void {
    this.#running[kind] += cost
  }

  /** Closed intervals, up to a minute's. */
  get closed(): number {
    return this.#closed.length
  }

  close(elapsedMillis: number): void {
    this.#closed.push({ elapsedMillis, ...this.#running })
    if (this.#closed.length > INTERVALS_PER_MINUTE) this.#closed.shift()
    this.#running = nothing()
  }

  /**
   * Returns the cost per minute of one kind, over the last so many intervals; before the first has closed, of the running one taken as
   * whole.
   */
  perMinute(kind: SpendingKind, intervals = INTERVALS_PER_MINUTE): number {
    if (this.#closed.length === 0) return this.#running[kind] * INTERVALS_PER_MINUTE
    let cost = 0
    let elapsedMillis = 0
    for (const interval of this.#closed.slice(-intervals)) {
      cost += interval[kind]
      elapsedMillis += interval.elapsedMillis
    }
    return (cost * INTERVALS_PER_MINUTE * INTERVAL_MILLIS) / elapsedMillis
  }
}

function nothing(): Record<SpendingKind, number> {
  return { guaranteed: ZERO, floor: ZERO, allowance: ZERO, drawn: ZERO }
}
