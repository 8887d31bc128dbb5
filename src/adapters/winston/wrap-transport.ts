import { processSlot } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { takenOnce } from '../../ownership/taken-once.js'
import { type Info, recordOfCall } from './info-record.js'
import { followCalls, type Transport } from './transport-calls.js'

const diag = createLoggerDiag()

/**
 * Thins what goes to one transport: what is dropped does not reach it. Nothing is exported; with a logger that `wrapLogger` has wrapped as
 * well, its decision holds. The transport itself comes back.
 *
 * @example
 * winston.createLogger({ transports: [wrapTransport(new winston.transports.Http({ host: 'logs.example.com' }))] })
 */
export function wrapTransport<T>(transport: T): T {
  const target = transport as Transport | null | undefined
  if (typeof target?.log !== 'function') {
    diag.once('not_a_logger', {
      call: 'wrapTransport',
      expected: 'a transport of winston 3',
      given: describeGiven(transport),
    })
    return transport
  }
  const { isNew } = takenOnce(target, 'winston transport', () => true)
  if (!isNew) return transport
  const slot = processSlot()
  slot.loggers.add('winston')
  const { log } = target
  const callOf = followCalls(target)

  function isDropped(info: unknown): boolean {
    const logging = slot.running
    if (logging === undefined || typeof info !== 'object' || info === null) return false
    const call = callOf(info)
    if (call?.decision !== undefined) return !call.decision.keep
    const spanContext = activeSpanContext()
    return !logging.sample(recordOfCall(info as Info, target!.levels, spanContext, call?.error)).keep
  }

  target.log = function (this: Transport, info, next) {
    let dropped = false
    try {
      dropped = isDropped(info)
    } catch (error) {
      diag.once('call_not_read', { logger: 'winston', cause: error })
    }
    if (!dropped) return log.call(this, info, next)
    next()
    return true
  }
  // Batches would go past `log`.
  target.logv = undefined
  return transport
}
