import { MAX_ALLOWANCE_SHARE } from './shares.js'

const MILLIS_PER_MINUTE = 60_000
/** How often it is checked whether the allowances together ask for too much. */
const REVIEW_MILLIS = 1_000

/** A cap on what is kept for one reason, beside the draws. Costs are in the unit of the budget, times monotonic milliseconds. */
export interface Allowance {
  /** Returns whether so much is left, and counts it as asked for. */
  affords(now: number, cost: number): boolean
  spend(cost: number): void
}

export interface AllowanceOptions {
  /** Share of the budget, 0–1. */
  readonly share: number
  /** Returns how long what is not spent may be saved, in milliseconds. */
  readonly savedMillis: () => number
  /** Returns the share of what may be saved that is there at the start, 0–1. Default: 1. */
  readonly atStart?: () => number
  /** Records that may be saved up, however small the budget. Default: 0. */
  readonly leastRecords?: number
  /** It is part of another allowance, which is checked as well. */
  readonly isPart?: boolean
}

/**
 * All allowances of a budget: caps, not reservations. What one does not take is left for draws. If together they ask for more than
 * 80 % of the budget, all shrink alike.
 */
export interface AllowanceLedger {
  open(options: AllowanceOptions): Allowance
}

/** @param perMinute the budget in force, in its unit; without one, what stands for it */
export function createAllowanceLedger(perMinute: () => number): AllowanceLedger {
  const whole: Entry[] = []
  let factor = 1
  let reviewedAt = Number.NEGATIVE_INFINITY

  function factorAt(now: number): number {
    if (now - reviewedAt < REVIEW_MILLIS) return factor
    reviewedAt = now
    const budget = perMinute()
    let asked = 0
    for (const entry of whole) asked += Math.min(entry.askedPerMinute(now), entry.share * budget)
    factor = Math.min(1, (MAX_ALLOWANCE_SHARE * budget) / asked)
    return factor
  }

  return {
    open(options) {
      const entry = new Entry(options, (now) => factorAt(now) * perMinute())
      if (!options.isPart) whole.push(entry)
      return entry
    },
  }
}

class Entry implements Allowance {
  readonly share: number
  readonly #savedMillis: () => number
  readonly #leastRecords: number
  readonly #atStart: () => number
  readonly #perMinute: (now: number) => number
  #left = Number.NaN
  #filledAt = Number.NaN
  /** Cost asked for, decaying with a time constant of a minute: about that of the last minute. */
  #asked = 0
  #askedAt = 0

  constructor(options: AllowanceOptions, perMinute: (now: number) => number) {
    this.share = options.share
    this.#savedMillis = options.savedMillis
    this.#leastRecords = options.leastRecords ?? 0
    this.#atStart = options.atStart ?? (() => 1)
    this.#perMinute = perMinute
  }

  askedPerMinute(now: number): number {
    return this.#asked * Math.exp(-Math.max(0, now - this.#askedAt) / MILLIS_PER_MINUTE)
  }

  affords(now: number, cost: number): boolean {
    this.#asked = this.askedPerMinute(now) + cost
    this.#askedAt = now
    const perMinute = this.share * this.#perMinute(now)
    const most = Math.max((perMinute * this.#savedMillis()) / MILLIS_PER_MINUTE, this.#leastRecords * cost)
    const gained = now > this.#filledAt ? ((now - this.#filledAt) * perMinute) / MILLIS_PER_MINUTE : 0
    this.#left = Number.isNaN(this.#left) ? most * this.#atStart() : Math.min(most, this.#left + gained)
    this.#filledAt = now
    return this.#left >= cost
  }

  spend(cost: number): void {
    this.#left -= cost
  }
}
