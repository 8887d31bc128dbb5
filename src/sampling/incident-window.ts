const MAX_OPEN_MILLIS = 10 * 60_000
const MIN_CLOSED_MILLIS = 10 * 60_000

/**
 * The process-wide pass-through window. It is open for at most 10 minutes, then closed for 10: an incident that never ends must
 * not undo the budget. Times are monotonic milliseconds.
 */
export class IncidentWindow {
  #openedAt = Number.NEGATIVE_INFINITY
  #openUntil = Number.NEGATIVE_INFINITY

  /** Opens the window until a time, or extends it. */
  open(now: number, until: number): void {
    const isOpen = this.isOpen(now)
    if (!isOpen && now < this.#openUntil + MIN_CLOSED_MILLIS) return
    if (!isOpen) this.#openedAt = now
    const longest = this.#openedAt + MAX_OPEN_MILLIS
    this.#openUntil = Math.max(isOpen ? this.#openUntil : now, Math.min(until, longest))
  }

  isOpen(now: number): boolean {
    return now < this.#openUntil
  }
}
