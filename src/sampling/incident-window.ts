const MAX_OPEN_MILLIS = 10 * 60_000
const MIN_CLOSED_MILLIS = 10 * 60_000

/**
 * The process-wide pass-through window. It is open for at most 10 minutes, then closed for 10: an incident that never ends must
 * not undo the budget. Times are monotonic milliseconds.
 */
export interface IncidentWindow {
  /** Opens the window until a time, or extends it. */
  open(now: number, until: number): void
  isOpen(now: number): boolean
}

export function createIncidentWindow(): IncidentWindow {
  let openedAt = Number.NEGATIVE_INFINITY
  let openUntil = Number.NEGATIVE_INFINITY
  return {
    open(now, until) {
      const isOpen = now < openUntil
      if (!isOpen && now < openUntil + MIN_CLOSED_MILLIS) return
      if (!isOpen) openedAt = now
      openUntil = Math.max(isOpen ? openUntil : now, Math.min(until, openedAt + MAX_OPEN_MILLIS))
    },
    isOpen: (now) => now < openUntil,
  }
}
