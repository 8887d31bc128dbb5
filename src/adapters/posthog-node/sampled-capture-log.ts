import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import type { LoggerDiag } from '../../internal/logger-diag.js'
import { handOnDecided } from '../../ownership/decided-once.js'
import { isForwarded } from '../../ownership/forwarding.js'
import type { LogRecord } from '../../record/log-record.js'
import type { KeepDecision } from '../../sampling/decision.js'
import type { Carry, DecidingLogging, KeptLog } from './carry.js'
import { dropsEarly } from './early-drop.js'
import { recordOfLog, spanContextOf } from './log-record.js'
import { isWanted, type PostHogClient, type PostHogLog } from './posthog-client.js'

export type CaptureLog = (this: PostHogClient, log: PostHogLog) => void

export interface SampledCaptureLogParts {
  /** The client's own. */
  readonly captureLog: CaptureLog
  readonly carry: Carry
  /** A record was kept. `now` = epoch milliseconds. */
  readonly onKept: ((record: LogRecord, decision: KeepDecision, now: number) => void) | undefined
  /** Whether the wrapper was taken off. */
  readonly isOver: () => boolean
  readonly diag: LoggerDiag
}

/** Creates what stands in the place of a client's `captureLog`: it decides before anything is built of a log. */
export function createSampledCaptureLog(parts: SampledCaptureLogParts): CaptureLog {
  const { captureLog, carry, onKept, isOver, diag } = parts
  const slot = processSlot()
  /** Whether a log is being decided: what is logged meanwhile, by a hook or a getter of the app, is not decided. */
  let isDeciding = false

  /** Returns the log that the client is to send; `undefined`: none. */
  function carried(client: PostHogClient, kept: KeptLog, logging: DecidingLogging): PostHogLog | undefined {
    try {
      onKept?.(kept.record, kept.decision, logging.now())
      return carry(client, kept, logging)
    } catch (error) {
      sayUnread(error)
      return kept.log
    }
  }

  const sayUnread = (error: unknown) => diag.once('call_not_read', { logger: 'posthog-node', cause: error })

  return function (log) {
    const logging = isOver() || isDeciding ? undefined : slot.running
    if (logging === undefined || !isWanted(this, log)) {
      captureLog.call(this, log)
      return
    }
    // A wrapped logger writes by this client: it has decided, and ships what it keeps.
    if (isForwarded()) return
    if (!doesDecide(logging)) {
      logging.passed()
      captureLog.call(this, log)
      return
    }
    let sent: PostHogLog | undefined = log
    // Written out here: most logs go no further.
    isDeciding = true
    try {
      const spanContext = spanContextOf(log, this)
      if (dropsEarly(logging, log, spanContext)) return
      const record = recordOfLog(log, spanContext)
      const decision = logging.sample(record)
      isDeciding = false
      if (!decision.keep) return
      sent = carried(this, { log, record, decision }, logging)
    } catch (error) {
      sayUnread(error)
    } finally {
      isDeciding = false
    }
    const passed = sent
    if (passed !== undefined) handOnDecided(() => captureLog.call(this, passed))
  }
}

export function doesDecide(logging: RunningLogging): logging is DecidingLogging {
  return logging.forward !== undefined
}
