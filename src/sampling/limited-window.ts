const PERIOD_MILLIS = 20 * 60_000
const MAX_OPEN_MILLIS = 10 * 60_000

interface Stretch {
  readonly from: number
  until: number
}

/**
 * A window that is open for at most 10 of any 20 minutes, whoever opens it how often: an incident that never ends must not undo the
 * budget. Times are monotonic milliseconds.
 */
export class LimitedWindow {
  #stretches: Stretch[] = []

  /** Opens the window until a time, or extends it, as far as it may be open. */
  open(now: number, until: number): void {
    this.#stretches = this.#stretches.filter((stretch) => stretch.until > now - PERIOD_MILLIS)
    let openMillis = 0
    for (const stretch of this.#stretches) {
      openMillis += Math.min(stretch.until, now) - Math.max(stretch.from, now - PERIOD_MILLIS)
    }
    const latest = Math.min(until, now + MAX_OPEN_MILLIS - openMillis)
    if (latest <= now) return
    const last = this.#stretches.at(-1)
    if (last !== undefined && last.until >= now) last.until = Math.max(last.until, latest)
    else this.#stretches.push({ from: now, until: latest })
  }

  isOpen(now: number): boolean {
    const last = this.#stretches.at(-1)
    return last !== undefined && now < last.until
  }
}
