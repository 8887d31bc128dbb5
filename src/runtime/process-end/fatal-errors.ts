import type { LogRecord } from '../../record/log-record.js'
import { SEVERITY_NUMBER } from '../../record/severity.js'

/**
 * Logs what nobody caught, before Node.js ends the process: the listener only watches, it changes neither exit code nor output.
 * Answers how to stop.
 */
export function logFatalErrors(log: (record: LogRecord) => void): () => void {
  const onUncaught = (thrown: unknown, origin: string) => {
    const isFatal = process.listenerCount('uncaughtException') === 0
    const message = messageOf(thrown)
    log({
      severityNumber: isFatal ? SEVERITY_NUMBER.fatal : SEVERITY_NUMBER.error,
      severityText: isFatal ? 'FATAL' : 'ERROR',
      body: message,
      attributes: { 'lipservice.origin': origin },
      exception: thrown,
      instrumentationScope: { name: 'lipservice' },
    })
  }
  process.on('uncaughtExceptionMonitor', onUncaught)
  return () => process.off('uncaughtExceptionMonitor', onUncaught)
}

function messageOf(thrown: unknown): string {
  try {
    const message = thrown instanceof Error ? thrown.message : thrown
    return `uncaught: ${String(message)}`
  } catch {
    return 'uncaught: a value that cannot be shown'
  }
}
