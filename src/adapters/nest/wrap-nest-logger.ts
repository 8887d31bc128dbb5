import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { beginForwarding, endForwarding, isForwarded } from '../../ownership/forwarding.js'
import { readCall, recordsOfCall } from './call-records.js'
import { NEST_LEVELS, type NestLevel } from './severity.js'

/** Options of {@link wrapNestLogger}. */
export interface WrapNestLoggerOptions {
  /**
   * What is dropped is not printed either. Default: the `thinDestination` of `configureAdaptiveLogging`, which is `false`: the
   * logger prints everything.
   */
  thinDestination?: boolean | undefined
}

type Method = (this: NestLogger, ...args: unknown[]) => unknown

/** What is used of Nest's `ConsoleLogger`, of version 10 and later. */
export interface NestLogger extends Partial<Record<NestLevel, Method>> {
  isLevelEnabled?(level: string): boolean
  context?: unknown
}

const WRAPPED = Symbol.for('lipservice.nest')
const diag = createLoggerDiag()

/**
 * Samples a `ConsoleLogger` of NestJS, or a subclass of it, and ships what is kept: a logger to hand to `NestFactory`. It goes on
 * printing as it did, unless `thinDestination` is set. Until `configureAdaptiveLogging()` runs, and after its shutdown, calls pass
 * untouched. Wrapping twice, or something else, changes nothing: a logger that prints through pino or winston is sampled there.
 * Returns the logger itself.
 *
 * @example
 * const app = await NestFactory.create(AppModule, { logger: wrapNestLogger(new ConsoleLogger()) })
 */
export function wrapNestLogger<L>(logger: L, options: WrapNestLoggerOptions = {}): L {
  if (!isConsoleLogger(logger)) {
    diag.once('not_a_logger', {
      call: 'wrapNestLogger',
      expected: 'a ConsoleLogger of NestJS',
      given: describeGiven(logger),
    })
    return logger
  }
  wrapMethods(logger, options)
  return logger
}

/** A logger that prints by itself: others hand their lines to a logger that is sampled on its own. */
export function isConsoleLogger(logger: unknown): logger is NestLogger {
  const candidate = logger as (Record<string, unknown> & object) | null | undefined
  return (
    (typeof candidate === 'object' || typeof candidate === 'function') &&
    candidate !== null &&
    typeof candidate['printMessages'] === 'function' &&
    typeof candidate['error'] === 'function'
  )
}

/** Wraps the methods of a logger, or of the prototype of all. */
export function wrapMethods(target: NestLogger, options: WrapNestLoggerOptions = {}): void {
  if (WRAPPED in target) return
  Object.defineProperty(target, WRAPPED, { value: true })
  processSlot().loggers.add('nest')
  for (const level of NEST_LEVELS) {
    const method = target[level]
    if (typeof method !== 'function') continue
    const value = wrappedMethod(level, method, options)
    Object.defineProperty(target, level, { value, writable: true, configurable: true, enumerable: false })
  }
}

function wrappedMethod(level: NestLevel, method: Method, options: WrapNestLoggerOptions): Method {
  const slot = processSlot()
  return function (this: NestLogger, ...args) {
    const logging = slot.running
    if (logging === undefined || isForwarded() || !isEnabled(this, level)) return method.apply(this, args)
    const called = args.map(settled)
    if (!log(this, level, called, logging, options)) return undefined
    const outer = beginForwarding('nest')
    try {
      return method.apply(this, called)
    } finally {
      endForwarding(outer)
    }
  }
}

/** Decides and ships the messages of a call. Returns whether it is to be printed: any of them is kept, or all is printed. */
function log(
  logger: NestLogger,
  level: NestLevel,
  args: readonly unknown[],
  logging: RunningLogging,
  { thinDestination }: WrapNestLoggerOptions,
): boolean {
  try {
    const spanContext = activeSpanContext()
    let prints = !(thinDestination ?? logging.thinDestination)
    for (const record of recordsOfCall(level, readCall(level, args, logger.context), logging.now(), spanContext)) {
      const decision = logging.sample(record)
      if (decision.keep) logging.ship(record, decision)
      prints ||= decision.keep
    }
    return prints
  } catch (error) {
    diag.once('call_not_read', { logger: 'nest', cause: error })
    return true
  }
}

function isEnabled(logger: NestLogger, level: NestLevel): boolean {
  try {
    return logger.isLevelEnabled?.(level) ?? true
  } catch {
    return true
  }
}

/** Nest calls a function for its message; it is called here, once, so that what is printed is what is shipped. */
function settled(message: unknown): unknown {
  if (typeof message !== 'function' || Function.prototype.toString.call(message).startsWith('class ')) return message
  return message()
}
