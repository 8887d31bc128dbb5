const TIME_CONSTANT_MILLIS = 60_000

/** A sum that decays with a time constant of a minute: about that of the last minute. Times are monotonic milliseconds. */
export class DecayingSum {
  #sum = 0
  #at = 0

  at(now: number): number {
    return this.#sum * Math.exp(-Math.max(0, now - this.#at) / TIME_CONSTANT_MILLIS)
  }

  add(now: number, amount: number): void {
    this.#sum = this.at(now) + amount
    this.#at = now
  }
}
