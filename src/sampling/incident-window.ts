const MAX_OPEN_MILLIS = 10 * 60_000
const CLOSED_AFTER_MILLIS = 10 * 60_000

/**
 * The process-wide pass-through window. Open at most 10 minutes, then closed for 10: an incident that never ends must not
 * undo the budget for good. Times are monotonic milliseconds.
 */
export interface IncidentWindow {
  open(now: number, until: number): void
  isOpen(now: number): boolean
}

export function createIncidentWindow(): IncidentWindow {
  let openUntil = Number.NEGATIVE_INFINITY
  let closedUntil = Number.NEGATIVE_INFINITY
  return {
    open(now, until) {
      if (until <= now || now < closedUntil) return
      openUntil = Math.min(until, now + MAX_OPEN_MILLIS)
      closedUntil = openUntil + CLOSED_AFTER_MILLIS
    },
    isOpen: (now) => now < openUntil,
  }
}
