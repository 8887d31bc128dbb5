/**
 * Counts records that no weight stands for: dropped with no chance to be kept, or lost after their draw, by the sum of their
 * weights. If it is not 0, weights estimate only what was represented, and the exact counters are the truth.
 */
export class Unrepresented {
  #total = 0
  readonly #byReason = new Map<string, number>()

  add(weight: number, reason: string): void {
    this.#total += weight
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + weight)
  }

  get total(): number {
    return this.#total
  }

  byReason(): Record<string, number> {
    return Object.fromEntries(this.#byReason)
  }
}
