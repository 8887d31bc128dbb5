import { type Clock, systemClock } from './clock.js'
import { createDiag, type Diag } from './diag.js'
import { type Random, systemRandom } from './random.js'
import { systemTimers, type Timers } from './timer.js'

/** Time, randomness and voice: everything the SDK takes from its process. */
export interface Runtime {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly diag: Diag
}

/** The process's own, with a voice that has said nothing yet. */
export function systemRuntime(): Runtime {
  return { clock: systemClock, timers: systemTimers, random: systemRandom, diag: createDiag() }
}
