import type { LogRecord } from '../log-record.js'
import { type ExitFlush, flushBeforeExit } from './before-exit.js'
import { logFatalErrors } from './fatal-errors.js'
import { flushOnSignals } from './signals.js'

export interface ProcessEnd extends ExitFlush {
  readonly handleSignals: boolean
  readonly flushOnExit: boolean
  /** Sends what waits without returning to the event loop. */
  readonly flushNow: () => void
  readonly log: (record: LogRecord) => void
}

/** All ways in which a process may end and JavaScript still runs. Answers how to stop watching. */
export function watchProcessEnd(end: ProcessEnd): () => void {
  const stops = [flushBeforeExit(end), logFatalErrors(end.log)]
  if (end.handleSignals) stops.push(flushOnSignals(end.flush))
  if (end.flushOnExit) {
    process.on('exit', end.flushNow)
    stops.push(() => process.off('exit', end.flushNow))
  }
  return () => {
    for (const stop of stops) stop()
  }
}
