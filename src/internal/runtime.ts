import { type Clock, systemClock } from './clock.js'
import { createDiag, type Diag } from './diag.js'
import { type Random, secretRandom, systemRandom } from './random.js'
import { systemTimers, type Timers } from './timer.js'
import { type LogLevel, processVoice } from './voice.js'

/** Clock, timers, randomness and diagnostics: everything the SDK takes from its process. */
export interface Runtime {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  /** Of what keys are made. Default: `random`, for tests. */
  readonly secretRandom?: Random
  readonly diag: Diag
}

/** Returns the process's own, with a diag that has said nothing yet. `level`: of all that speak in the process. */
export function systemRuntime(level?: LogLevel): Runtime {
  if (level !== undefined) processVoice().level = level
  return { clock: systemClock, timers: systemTimers, random: systemRandom, secretRandom, diag: createDiag() }
}
