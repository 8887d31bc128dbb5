import type { Clock } from '../../internal/clock.js'
import type { Diag } from '../../internal/diag.js'

const PROBE_MILLIS = 60_000
const SLOW_MILLIS = 20
/** One slow write may be a pause of the process; two in a row are the disk. */
const SLOW_WRITES = 2

/** Whether the disk takes errors now. A disk that fails or is slow is left alone for a minute. */
export interface SpoolHealth {
  readonly usable: boolean
  /** How often it was given up. */
  readonly episodes: number
  wrote(millis: number): void
  failed(error: unknown): void
}

export function createSpoolHealth(directory: string, clock: Clock, diag: Diag): SpoolHealth {
  let unusableUntil = Number.NEGATIVE_INFINITY
  let slowWrites = 0
  let episodes = 0

  function giveUp(why: unknown): void {
    // A probe that fails goes on with the episode.
    if (unusableUntil === Number.NEGATIVE_INFINITY) episodes++
    unusableUntil = clock.monotonic() + PROBE_MILLIS
    diag.once('spool_unusable', { directory, cause: why })
  }

  return {
    get usable() {
      return unusableUntil === Number.NEGATIVE_INFINITY || clock.monotonic() >= unusableUntil
    },
    get episodes() {
      return episodes
    },
    wrote(millis) {
      slowWrites = millis > SLOW_MILLIS ? slowWrites + 1 : 0
      if (slowWrites >= SLOW_WRITES) giveUp(`a write took ${Math.round(millis)} ms`)
      else if (unusableUntil !== Number.NEGATIVE_INFINITY && slowWrites === 0) {
        unusableUntil = Number.NEGATIVE_INFINITY
        diag.resolved('spool_unusable')
      }
    },
    failed: giveUp,
  }
}
