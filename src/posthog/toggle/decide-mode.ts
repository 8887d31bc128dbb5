import type { FlagReading } from './flag-reading.js'
import { moreCareful, type ToggleMode } from './toggle-mode.js'

/** What a service does, and who said so. */
export interface DecidedMode {
  /** What the service does. */
  readonly mode: ToggleMode
  /** `flag`: PostHog's flag is more careful than the own switch. */
  readonly by: 'own' | 'flag'
}

/**
 * Returns what a service does: the more careful of its own switch and of the flag. A flag that is missing, odd or unknown says nothing:
 * it can never make a service keep less than its own switch lets it.
 */
export function decideMode(service: string, own: ToggleMode, reading: FlagReading): DecidedMode {
  if (reading.state !== 'set') return { mode: own, by: 'own' }
  const mode = moreCareful(own, reading.services.get(service) ?? reading.mode)
  return { mode, by: mode === own ? 'own' : 'flag' }
}

/**
 * Returns the reading that counts: while PostHog does not answer, the last one that it gave, so that an outage neither stops nor starts
 * sampling; without one, none.
 */
export const readingThatCounts = (last: FlagReading | undefined, now: FlagReading): FlagReading =>
  now.state === 'unknown' && last !== undefined ? last : now
