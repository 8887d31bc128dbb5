import { Allowance, type AllowanceOptions, type AllowanceStats } from './allowance.js'
import { ALLOWANCE_SHARES, type AllowanceName, MAX_ALLOWANCE_SHARE } from './shares.js'

/** How often it is checked whether the allowances together ask for too much. */
const REVIEW_MILLIS = 1_000

/** What each allowance gave, by name. */
export type AllowanceTable = Readonly<Record<AllowanceName, AllowanceStats>>

/**
 * All allowances of a budget: caps, not reservations. What one does not take is left for draws. If together they ask for more than
 * 80 % of the budget, all shrink alike. Times are monotonic milliseconds.
 */
export class AllowanceLedger {
  readonly #budgetPerMinute: () => number
  readonly #onSpent: (name: AllowanceName) => void
  readonly #named = new Map<AllowanceName, Allowance>()
  #factor = 1
  #reviewedAt = Number.NEGATIVE_INFINITY

  /**
   * @param budgetPerMinute the budget in force, in its unit; without one, what stands for it
   * @param onSpent an allowance has nothing left; called once until it has something again
   */
  constructor(budgetPerMinute: () => number, onSpent: (name: AllowanceName) => void = () => {}) {
    this.#budgetPerMinute = budgetPerMinute
    this.#onSpent = onSpent
  }

  /** Opens the allowance of a name, whose share is in the table of shares. */
  open(name: AllowanceName, options: Omit<AllowanceOptions, 'share' | 'onSpent'> = {}): Allowance {
    const share = ALLOWANCE_SHARES[name]
    // What is beside the budget, or unbounded, does not shrink with the others.
    const isShrinking = share < 1
    const allowance = new Allowance({ ...options, share, onSpent: () => this.#onSpent(name) }, (now) =>
      isShrinking ? this.#factorAt(now) * this.#budgetPerMinute() : this.#budgetPerMinute(),
    )
    this.#named.set(name, allowance)
    return allowance
  }

  /** Opens a part of another allowance, which is asked as well: it counts for nothing of its own. */
  openPart(options: AllowanceOptions): Allowance {
    return new Allowance(options, (now) => this.#factorAt(now) * this.#budgetPerMinute())
  }

  stats(now: number): AllowanceTable {
    const budget = this.#budgetPerMinute()
    const rows = [...this.#named].map(([name, allowance]) => {
      const { share, refused } = allowance
      return [name, { share, takenShare: allowance.takenPerMinute(now) / budget, refused }]
    })
    return Object.fromEntries(rows) as AllowanceTable
  }

  #factorAt(now: number): number {
    if (now - this.#reviewedAt < REVIEW_MILLIS) return this.#factor
    this.#reviewedAt = now
    const budget = this.#budgetPerMinute()
    let asked = 0
    for (const allowance of this.#named.values()) {
      if (allowance.share < 1) asked += Math.min(allowance.askedPerMinute(now), allowance.share * budget)
    }
    this.#factor = Math.min(1, (MAX_ALLOWANCE_SHARE * budget) / asked)
    return this.#factor
  }
}
