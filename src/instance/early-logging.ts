import type { Diag } from '../internal/diag.js'
import type { Timers } from '../internal/timer.js'
import type { LogRecord } from '../record/log-record.js'
import { keptUndecided } from '../sampling/decision.js'
import { Subject } from '../sampling/steps/subject.js'
import { type EarlyRecord, earlyRecordOf } from './early-record.js'
import type { RunningLogging } from './running-logging.js'

/** The first ones are kept: what comes later is mostly what follows from them. */
export const MAX_EARLY_ERRORS = 256
const MAX_EARLY_BYTES = 1024 * 1024
/** Configuring may wait for a secret to be fetched. */
const PATIENCE_MILLIS = 5_000

export interface EarlyLoggingParts {
  readonly now: () => number
  readonly timers: Timers
  readonly diag: Diag
  /** Names of the loggers that are wrapped. */
  readonly loggers: ReadonlySet<string>
  /** Calls back when the process ends. Returns a function that stops that. */
  readonly onExit: (work: () => void) => () => void
}

/**
 * Takes what wrapped loggers log before `configureAdaptiveLogging`: all of it passes, and errors are kept, as many as have room, until there
 * is an instance to have them. If none comes, that is said.
 */
export interface EarlyLogging extends RunningLogging {
  /** Hands over what was kept, in order. Nothing is kept any more. */
  handOver(to: Pick<RunningLogging, 'sample' | 'ship'>): EarlyCounts
}

export interface EarlyCounts {
  readonly kept: number
  /** Records that are not sent: those that are no errors, and errors that had no room. */
  readonly missed: number
  /** Of those, errors. */
  readonly lostErrors: number
}

const PASSES = keptUndecided('disabled')
const KEEPS = keptUndecided('error')

export function createEarlyLogging({ now, timers, diag, loggers, onExit }: EarlyLoggingParts): EarlyLogging {
  const subject = new Subject()
  let records: EarlyRecord[] = []
  let bytes = 0
  let missed = 0
  let lostErrors = 0
  let stopWaiting: (() => void) | undefined
  let isOver = false

  function wait(): void {
    const sayNobodyCame = () => {
      if (!isOver) diag.once('not_configured', { loggers: [...loggers].join(', '), capacity: MAX_EARLY_ERRORS })
    }
    const timer = timers.after(PATIENCE_MILLIS, sayNobodyCame)
    const stopListening = onExit(sayNobodyCame)
    stopWaiting = () => {
      timer.cancel()
      stopListening()
    }
  }

  function keep(record: LogRecord): void {
    if (records.length >= MAX_EARLY_ERRORS || bytes >= MAX_EARLY_BYTES) {
      lostErrors++
      return
    }
    const early = earlyRecordOf(record, now())
    records.push(early)
    bytes += early.bytes
  }

  return {
    thinDestination: false,
    now,
    sample(record) {
      if (isOver) return PASSES
      if (stopWaiting === undefined) wait()
      try {
        subject.take(record, now())
        if (subject.errorKind !== 'none') return KEEPS
      } catch {
        // A record that cannot be read: its logger has it.
      } finally {
        subject.clear()
      }
      missed++
      return PASSES
    },
    ship(record, decision) {
      if (decision === KEEPS && !isOver) keep(record)
    },
    shipDeferred(decision, _bytes, parse) {
      if (decision !== KEEPS || isOver) return
      try {
        keep(parse())
      } catch {
        lostErrors++
      }
    },
    // What such a client has taken is neither kept nor missed.
    forward: undefined,
    passed() {
      if (stopWaiting === undefined && !isOver) wait()
    },
    lose(decision) {
      if (decision === KEEPS) lostErrors++
    },
    watchLogsApi() {},
    handOver(to) {
      isOver = true
      stopWaiting?.()
      const kept = records
      records = []
      for (const { record } of kept) {
        const decision = to.sample(record)
        if (decision.keep) to.ship(record, decision)
      }
      return { kept: kept.length, missed: missed + lostErrors, lostErrors }
    },
  }
}
