import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { forwardFrom } from './bridged-transport.js'
import { dropEarlyAt } from './early-drop.js'
import { type CallContext, contextOfCall, type Info, LEVEL, recordOfCall, recordOfInfo } from './info-record.js'
import { type CallOwner, type TappedCall, tapLogger, type WinstonLogger } from './logger-tap.js'
import { rootOf } from './root-logger.js'

/** Options of {@link wrapLogger}. */
export interface WrapLoggerOptions {
  /**
   * What is dropped is neither formatted nor handed to a transport. Default: the `thinDestination` of
   * `configureAdaptiveLogging`, which is `false`: transports get everything.
   */
  thinDestination?: boolean | undefined
}

/** A call that was decided, with what it is to be shipped with once it has been formatted. */
interface DecidedCall extends TappedCall {
  context?: CallContext
}

const diag = createLoggerDiag()

/**
 * Samples a winston 3 logger, children and exception handlers included. Calls are decided before winston formats them; what is kept is
 * exported as the app's formats made it, so that their redaction holds. The logger itself comes back; its transports get
 * everything unless `thinDestination` is set. A child is wrapped with its root. Wrapping twice changes nothing.
 *
 * @example
 * const logger = wrapLogger(winston.createLogger({ transports: [new winston.transports.Console()] }))
 */
export function wrapLogger<L>(logger: L, options: WrapLoggerOptions = {}): L {
  const root = rootOf(logger)
  if (root === undefined) {
    diag.once('not_a_logger', { call: 'wrapLogger', expected: 'a logger of winston 3', given: describeGiven(logger) })
    return logger
  }
  const tap = tapLogger(root)
  if (tap.owner !== undefined) return logger
  tap.owner = createOwner(root, options)
  processSlot().loggers.add('winston')
  const { add } = root
  dropEarlyAt(root, () => options.thinDestination)
  for (const target of root.transports) forwardFrom(target)
  root.add = function (this: WinstonLogger, target) {
    forwardFrom(target)
    return add.call(this, target)
  }
  return logger
}

function createOwner(root: WinstonLogger, options: WrapLoggerOptions): CallOwner {
  const slot = processSlot()

  function decide(info: Info, call: DecidedCall, logging: RunningLogging): boolean {
    const spanContext = activeSpanContext()
    const record = recordOfCall(info, root.levels, spanContext, call.error)
    const decision = logging.sample(record)
    call.decision = decision
    if (decision.keep) call.context = contextOfCall(info, call, record, logging.now())
    return decision.keep || !(options.thinDestination ?? logging.thinDestination)
  }

  return {
    take(info, call) {
      const logging = slot.running
      if (logging === undefined || root.silent === true) return true
      try {
        const level = info[LEVEL] ?? info['level']
        // Below the level winston formats a call all the same, and then no transport takes it.
        if (typeof level === 'string' && !root.isLevelEnabled(level)) return true
        return decide(info, call, logging)
      } catch (error) {
        diag.once('call_not_read', { logger: 'winston', cause: error })
        return true
      }
    },
    formatted(info, { decision, context: known }: DecidedCall) {
      const logging = slot.running
      if (decision?.keep !== true || known === undefined || logging === undefined) return
      try {
        // A format may swallow a call that we kept.
        if (info === undefined) logging.lose(decision)
        else logging.ship(recordOfInfo(info, known), decision)
      } catch (error) {
        diag.once('call_not_read', { logger: 'winston', cause: error })
      }
    },
  }
}
