import { type ExitFlush, flushBeforeExit } from './before-exit.js'
import { type FatalErrorsParts, logFatalErrors } from './fatal-errors.js'
import { flushOnSignals } from './signals.js'

export interface ProcessEnd extends ExitFlush, FatalErrorsParts {
  readonly handleSignals: boolean
  /** Nothing of ours runs after this, and nothing asynchronous any more: says what is lost. `mayPost`: and sends what waits before. */
  readonly endNow: (mayPost: boolean) => void
  /** Whether to send what waits when the process exits. */
  readonly flushOnExit: boolean
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
  // What is settled here goes to the spool, if there is one, even where nothing is sent.
  const endNow = (mayPost: boolean) => {
    fatal.settle()
    quietly(() => end.endNow(mayPost))
  }
  const stops = [flushBeforeExit({ ...end, hasPending }), fatal.stop]
  if (end.handleSignals) stops.push(flushOnSignals(end.flush, () => endNow(false)))
  const onExit = () => endNow(end.flushOnExit)
  process.on('exit', onExit)
  stops.push(() => process.off('exit', onExit))
  return {
    settle: fatal.settle,
    stop() {
      for (const stop of stops) stop()
    },
  }
}

/** Runs `work` without exceptions: one in these listeners would replace the app's own end. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // There is nobody left to tell.
  }
}
