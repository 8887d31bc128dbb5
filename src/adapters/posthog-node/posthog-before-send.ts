import { processSlot } from '../../instance/process-slot.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { isHandedOn } from '../../ownership/decided-once.js'
import { isForwarded } from '../../ownership/forwarding.js'
import { dropsEarly } from './early-drop.js'
import { forwardedLog, recordOfLog, spanContextOf } from './log-record.js'
import type { PostHogLog } from './posthog-client.js'
import { doesDecide } from './sampled-capture-log.js'

const diag = createLoggerDiag()

/**
 * Returns a function for `logs.beforeSend` of posthog-node, for clients whose methods are to stay as they are: it returns a kept log with stamps, and `null`
 * for one that is dropped. Behind functions of the app's own it decides what these have made of a log. `wrapPostHog` decides earlier and costs
 * less; what that has decided passes. Until `configureAdaptiveLogging()` runs, and after its shutdown, logs pass untouched.
 *
 * @example
 * const posthog = new PostHog('phc_…', { logs: { beforeSend: posthogBeforeSend() } })
 */
export function posthogBeforeSend(): <L extends PostHogLog>(log: L) => L | null {
  const slot = processSlot()
  slot.loggers.add('posthog')
  /** Whether a log is being decided: what is logged meanwhile, by a hook or a getter of the app, is not decided. */
  let isDeciding = false

  return <L extends PostHogLog>(log: L): L | null => {
    const logging = isDeciding || isHandedOn() ? undefined : slot.running
    if (logging === undefined || !log?.body) return log
    // A wrapped logger writes by this client: it has decided, and ships what it keeps.
    if (isForwarded()) return null
    if (!doesDecide(logging)) {
      logging.passed()
      return log
    }
    isDeciding = true
    try {
      const spanContext = spanContextOf(log)
      if (dropsEarly(logging, log, spanContext)) return null
      const record = recordOfLog(log, spanContext)
      const decision = logging.sample(record)
      if (!decision.keep) return null
      return { ...log, ...forwardedLog(log, logging.forward(record, decision), record.spanContext) }
    } catch (error) {
      diag.once('call_not_read', { logger: 'posthog-node', cause: error })
      return log
    } finally {
      isDeciding = false
    }
  }
}
