import type { RunningLogging } from '../../instance/process-slot.js'
import type { LoggerDiag } from '../../internal/logger-diag.js'
import type { LogRecord } from '../../record/log-record.js'
import type { KeepDecision } from '../../sampling/decision.js'
import { forwardedLog, recordOfLog, spanContextOf, withIdentity, withSpan } from './log-record.js'
import { afterBeforeSend, type PostHogClient, type PostHogLog } from './posthog-client.js'

/** A log that is kept. */
export interface KeptLog {
  readonly log: PostHogLog
  readonly record: LogRecord
  readonly decision: KeepDecision
}

/** Instances that decide: they say how a record is sent on. */
export type DecidingLogging = RunningLogging & { readonly forward: NonNullable<RunningLogging['forward']> }

/**
 * Carries a kept log to where it is sent from. Returns what the client itself is to send; `undefined`: nothing.
 *
 * @throws what cannot be read of the log throws
 */
export type Carry = (client: PostHogClient, kept: KeptLog, logging: DecidingLogging) => PostHogLog | undefined

/** By the client: a copy with stamps. */
export const byClient: Carry = (client, { log, record, decision }, logging) =>
  forwardedLog(log, logging.forward(withIdentity(client, record), decision), record.spanContext)

/** By our own delivery, if the app's `logs.beforeSend` lets it. */
export const byDelivery =
  (diag: LoggerDiag): Carry =>
  (client, { log, record, decision }, logging) => {
    let kept: PostHogLog | undefined
    try {
      kept = afterBeforeSend(client, { ...withSpan(log, record.spanContext) })
    } catch (error) {
      diag.once('before_send_failed', { cause: error })
    }
    if (kept === undefined) logging.lose(decision)
    else {
      const whole = withIdentity(client, recordOfLog(kept, spanContextOf(kept, client)))
      logging.ship({ ...whole, timestamp: logging.now() }, decision)
    }
    return undefined
  }
