import type { LogRecord } from '../record/log-record.js'
import { keptUndecided } from '../sampling/decision.js'
import { Subject } from '../sampling/steps/subject.js'
import type { RunningLogging } from './running-logging.js'

const PASSES = keptUndecided('disabled')

/**
 * Takes what wrapped loggers log after a shutdown, until there is another instance: all of it passes, and errors go on to the instance that
 * has ended, which writes them to its spool, or says that they are lost.
 */
export function createLateLogging(ended: RunningLogging): RunningLogging {
  const subject = new Subject()
  const errors = new WeakSet<object>()

  function isError(record: LogRecord): boolean {
    try {
      subject.take(record, ended.now())
      return subject.errorKind !== 'none'
    } catch {
      // A record that cannot be read: its logger has it.
      return false
    } finally {
      subject.clear()
    }
  }

  return {
    thinDestination: false,
    now: ended.now,
    sample(record) {
      if (!isError(record)) return PASSES
      const decision = ended.sample(record)
      if (!decision.keep) return PASSES
      errors.add(decision)
      return decision
    },
    ship(record, decision) {
      if (errors.has(decision)) ended.ship(record, decision)
    },
    shipDeferred(decision, bytes, parse) {
      if (errors.has(decision)) ended.shipDeferred(decision, bytes, parse)
    },
    forward: undefined,
    passed() {},
    lose(decision) {
      if (errors.has(decision)) ended.lose(decision)
    },
    watchLogsApi() {},
  }
}
