import { DecayingSum } from './decaying-sum.js'

const MILLIS_PER_MINUTE = 60_000

export interface AllowanceOptions {
  /** Share of the budget, above 0; `Infinity` = unbounded. */
  readonly share: number
  /** Returns how long what is not spent may be saved, in milliseconds. Default: a minute. */
  readonly savedMillis?: () => number
  /** Returns the share of what may be saved that is there at the start, 0–1. Default: 1. */
  readonly atStart?: () => number
  /** Records that may be saved up, however small the budget. Default: 0. */
  readonly leastRecords?: number
  /** The allowance has nothing left for a record. Called once until it has something again. */
  readonly onSpent?: () => void
}

/** What an allowance gave. */
export interface AllowanceStats {
  /** Share of the budget that it may take; `Infinity` = unbounded. */
  readonly share: number
  /** Share of the budget that it took in about the last minute. */
  readonly takenShare: number
  /** Records that it had nothing left for so far: they were decided like any other. */
  readonly refused: number
}

/** A cap on what is kept for one reason, beside the draws. Costs are in the unit of the budget, times monotonic milliseconds. */
export class Allowance {
  readonly share: number
  refused = 0
  readonly #savedMillis: () => number
  readonly #leastRecords: number
  readonly #atStart: () => number
  readonly #perMinute: (now: number) => number
  readonly #onSpent: (() => void) | undefined
  readonly #asked = new DecayingSum()
  readonly #taken = new DecayingSum()
  #left = Number.NaN
  #filledAt = Number.NaN
  #isSpent = false
  #most = 0

  /** @param perMinute returns the cost per minute that `share` is a share of */
  constructor(options: AllowanceOptions, perMinute: (now: number) => number) {
    this.share = options.share
    this.#savedMillis = options.savedMillis ?? (() => MILLIS_PER_MINUTE)
    this.#leastRecords = options.leastRecords ?? 0
    this.#atStart = options.atStart ?? (() => 1)
    this.#onSpent = options.onSpent
    this.#perMinute = perMinute
  }

  /** Cost asked for in about the last minute. */
  askedPerMinute(now: number): number {
    return this.#asked.at(now)
  }

  /** Cost taken in about the last minute. */
  takenPerMinute(now: number): number {
    return this.#taken.at(now)
  }

  /** Of what it may save, the share that is left, 0–1: as the last record that asked found it. */
  get level(): number {
    return this.#left / this.#most
  }

  /** Returns the cost per minute that it may take now. */
  perMinuteAt(now: number): number {
    return this.share * this.#perMinute(now)
  }

  /** Returns whether so much is left, and counts it as asked for. */
  affords(now: number, cost: number): boolean {
    this.#asked.add(now, cost)
    if (this.share === Number.POSITIVE_INFINITY) return true
    this.#fill(now, cost)
    const affords = this.#left >= cost
    if (!affords) this.refuse()
    else this.#isSpent = false
    return affords
  }

  /** Returns whether so much could be given to others, and a share of what may be saved would be left. Nothing is counted. */
  spares(now: number, cost: number, share: number): boolean {
    this.#fill(now, cost)
    return this.#left - cost >= share * this.#most
  }

  #fill(now: number, cost: number): void {
    const perMinute = this.perMinuteAt(now)
    this.#most = Math.max((perMinute * this.#savedMillis()) / MILLIS_PER_MINUTE, this.#leastRecords * cost)
    const gained = now > this.#filledAt ? ((now - this.#filledAt) * perMinute) / MILLIS_PER_MINUTE : 0
    this.#left = Number.isNaN(this.#left) ? this.#most * this.#atStart() : Math.min(this.#most, this.#left + gained)
    this.#filledAt = now
  }

  /** Counts a record that it has nothing for. */
  refuse(): void {
    this.refused++
    if (!this.#isSpent) this.#onSpent?.()
    this.#isSpent = true
  }

  spend(now: number, cost: number): void {
    this.#taken.add(now, cost)
    this.#left -= cost
  }

  /** Spends it, if so much is left. Returns whether it was. */
  take(now: number, cost: number): boolean {
    if (!this.affords(now, cost)) return false
    this.spend(now, cost)
    return true
  }
}
