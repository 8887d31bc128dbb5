/** Moments at which something started, as far back as a window reaches. Bounded: more than `capacity` in it do not start. */
export class Window {
  readonly #span: number
  readonly #capacity: number
  #moments: number[] = []

  constructor(spanMillis: number, capacity: number) {
    this.#span = spanMillis
    this.#capacity = capacity
  }

  add(now: number): void {
    this.#forget(now)
    this.#moments.push(now)
  }

  /** Returns how many started within the window. */
  count(now: number): number {
    this.#forget(now)
    return this.#moments.length
  }

  /** Returns the first moment at which a span of `millis` has fewer than `limit` starts in it. */
  freeAt(millis: number, limit: number): number {
    const moment = this.#moments[this.#moments.length - limit]
    return moment === undefined ? 0 : moment + millis
  }

  #forget(now: number): void {
    const first = this.#moments.findIndex((moment) => moment > now - this.#span)
    if (first === -1) this.#moments = []
    else if (first > 0) this.#moments.splice(0, first)
    if (this.#moments.length > this.#capacity) this.#moments.splice(0, this.#moments.length - this.#capacity)
  }
}
