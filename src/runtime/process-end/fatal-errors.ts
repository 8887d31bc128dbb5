import type { Timers } from '../../internal/timer.js'
import type { LogRecord } from '../../record/log-record.js'
import { ORIGIN_ATTRIBUTE, OWN_SCOPE } from '../../record/reserved-attributes.js'
import { SEVERITY_NUMBER } from '../../record/severity.js'
import type { LoggedErrors } from './logged-errors.js'
import { textOfThrown } from './thrown-text.js'

/** How long an app that catches uncaught errors has to log one itself, also after it has waited for something. */
const PATIENCE_MILLIS = 200

export interface FatalErrorsParts {
  readonly log: (record: LogRecord) => void
  readonly logged: LoggedErrors
  readonly now: () => number
  readonly timers: Timers
}

/** Logs what nobody caught. */
export interface FatalErrors {
  /** Logs at once what still waits for the app to log it. */
  settle(): void
  stop(): void
}

/**
 * Logs what nobody caught, before Node.js ends the process: the listener only watches, it changes neither exit code nor output. An error
 * that the app logs itself, before or by a listener of its own, is left to the app.
 */
export function logFatalErrors({ log, logged, now, timers }: FatalErrorsParts): FatalErrors {
  const waiting = new Set<() => void>()

  const onUncaught = (thrown: unknown, origin: string) => {
    if (logged.has(thrown)) return
    const isFatal = process.listenerCount('uncaughtException') === 0
    const record: LogRecord = {
      timestamp: now(),
      severityNumber: isFatal ? SEVERITY_NUMBER.fatal : SEVERITY_NUMBER.error,
      body: `uncaught: ${textOfThrown(thrown)}`,
      attributes: { [ORIGIN_ATTRIBUTE]: origin },
      exception: thrown,
      instrumentationScope: { name: OWN_SCOPE },
    }
    if (isFatal) log(record)
    else logUnlessApp(thrown, record)
  }

  function logUnlessApp(thrown: unknown, record: LogRecord): void {
    const expected = logged.expect(thrown)
    const settle = () => {
      if (!waiting.delete(settle)) return
      expected.done()
      if (!expected.isLogged()) log(record)
    }
    waiting.add(settle)
    timers.after(PATIENCE_MILLIS, settle)
  }

  process.on('uncaughtExceptionMonitor', onUncaught)
  const settleAll = () => {
    for (const settle of waiting) settle()
  }
  return {
    settle: settleAll,
    stop() {
      settleAll()
      process.off('uncaughtExceptionMonitor', onUncaught)
    },
  }
}
