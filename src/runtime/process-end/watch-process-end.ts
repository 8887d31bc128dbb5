import { type ExitFlush, flushBeforeExit } from './before-exit.js'
import { type FatalErrorsParts, logFatalErrors } from './fatal-errors.js'
import { flushOnSignals } from './signals.js'

export interface ProcessEnd extends ExitFlush, FatalErrorsParts {
  readonly handleSignals: boolean
  readonly flushOnExit: boolean
  /** Sends what waits without returning to the event loop. */
  readonly flushNow: () => void
}

export interface ProcessEndWatch {
  /** Logs what is still to be logged before a flush. */
  settle(): void
  stop(): void
}

/** All ways in which a process may end and JavaScript still runs. */
export function watchProcessEnd(end: ProcessEnd): ProcessEndWatch {
  const fatal = logFatalErrors({ ...end, log: (record) => quietly(() => end.log(record)) })
  const hasPending = () => {
    fatal.settle()
    return end.hasPending()
  }
  const stops = [flushBeforeExit({ ...end, hasPending }), fatal.stop]
  if (end.handleSignals) stops.push(flushOnSignals(end.flush))
  // What is settled here goes to the spool, if there is one, even where nothing is sent.
  const onExit = () => {
    fatal.settle()
    if (end.flushOnExit) quietly(end.flushNow)
  }
  process.on('exit', onExit)
  stops.push(() => process.off('exit', onExit))
  return {
    settle: fatal.settle,
    stop() {
      for (const stop of stops) stop()
    },
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
