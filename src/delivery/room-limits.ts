/**
 * How far what is bounded for errors, a lane or the disk budget, may be filled, as shares of it. What fills it first never takes the room of
 * what comes later and is rarer.
 */
export const LIMITS = {
  /** Above this, errors of one pattern are collapsed, and guaranteed records that are no errors find no room. */
  collapseAt: 12 / 16,
  /** Any error. */
  ordinary: 13 / 16,
  /** The first error of a pattern since there was no ordinary room, and summaries. */
  newPattern: 15 / 16,
  /** FATAL. */
  fatal: 1,
} as const
