import { systemClock } from '../internal/clock.js'
import { createDiag } from '../internal/diag.js'
import { withFastMembers } from '../internal/fast-members.js'
import { systemTimers } from '../internal/timer.js'
import { processVoice } from '../internal/voice.js'
import type { LogRecord } from '../record/log-record.js'
import type { Explanation } from '../sampling/explanation.js'
import type { AdaptiveLogging } from './adaptive-logging.js'
import { createEarlyLogging, type EarlyLogging } from './early-logging.js'
import type { RunningLogging } from './running-logging.js'

export type { RunningLogging }

/** What `configureAdaptiveLogging` made, as this package knows it. */
export interface ConfiguredLogging extends AdaptiveLogging, RunningLogging {
  /** Names of options that would be others with these. */
  differencesTo(options: object): readonly string[]
}

// Process-wide, so that the ESM and the CJS build of the package are one SDK.
const SLOT = Symbol.for('lipservice')

export interface ProcessSlot {
  /** `undefined` before it is configured, and after its shutdown. */
  configured: ConfiguredLogging | undefined
  /**
   * What takes records now: the configured instance, before there is a first one what keeps early errors for it, and after its shutdown
   * what takes late ones. `undefined`: nothing does, and logs pass.
   */
  readonly running: RunningLogging | undefined
  /** What keeps early errors; `undefined` once there was an instance. */
  early: EarlyLogging | undefined
  /** What takes errors after a shutdown; `undefined` while an instance runs. */
  late: RunningLogging | undefined
  /** Loggers that have been wrapped, by name. */
  readonly loggers: Set<string>
}

/**
 * Returns how a record like this one would be decided now by the running instance; `undefined` when none runs.
 *
 * @example
 * console.log(String(explain({ severityNumber: 9, body: 'user 42 logged in' })))
 */
export function explain(record: LogRecord): Explanation | undefined {
  return processSlot().configured?.explain(record)
}

/** Returns the slot of this process. Adapters read it for each record, so that they follow a restart. */
export function processSlot(): ProcessSlot {
  const holder = globalThis as unknown as Record<symbol, ProcessSlot | undefined>
  const slot = holder[SLOT] ?? createSlot()
  holder[SLOT] = slot
  return slot
}

function createSlot(): ProcessSlot {
  const voice = processVoice()
  const loggers = new Set<string>()
  return withFastMembers({
    configured: undefined,
    get running() {
      // What is logged while we speak is our own word.
      return voice.isSpeaking ? undefined : (this.configured ?? this.early ?? this.late)
    },
    early: createEarlyLogging({
      now: systemClock.now,
      timers: systemTimers,
      diag: createDiag(),
      loggers,
      onExit(work) {
        process.once('exit', work)
        return () => process.off('exit', work)
      },
    }),
    late: undefined,
    loggers,
  })
}
