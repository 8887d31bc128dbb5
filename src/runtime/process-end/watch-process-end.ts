import type { LogRecord } from '../../record/log-record.js'
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
  const stops = [flushBeforeExit(end), logFatalErrors((record) => quietly(() => end.log(record)))]
  if (end.handleSignals) stops.push(flushOnSignals(end.flush))
  if (end.flushOnExit) {
    const onExit = () => quietly(end.flushNow)
    process.on('exit', onExit)
    stops.push(() => process.off('exit', onExit))
  }
  return () => {
    for (const stop of stops) stop()
  }
}

/** An exception of ours in these listeners would take the place of the app's own end. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // There is nobody left to tell.
  }
}
