import { context, trace } from '@opentelemetry/api'
import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createDiag } from '../../internal/diag.js'
import { markDecided } from '../../ownership/decided-once.js'
import type { KeepDecision, SamplingDecision } from '../../sampling/decision.js'
import { forwardFrom } from './bridged-transport.js'
import { type CallContext, type Info, LEVEL, recordOfCall, recordOfInfo } from './info-record.js'

export interface WrapLoggerOptions {
  /**
   * What is dropped is neither formatted nor handed to a transport. Default: the `thinDestination` of
   * `configureAdaptiveLogging`, which is `false`: transports get everything.
   */
  thinDestination?: boolean | undefined
}

const WRAPPED = Symbol.for('lipservice.winston')
/** What a kept call is to be shipped with, until it has been formatted. */
const SHIPMENT = Symbol('lipservice.winston.shipment')

interface Shipment {
  readonly decision: KeepDecision
  readonly context: CallContext
}

/** What is used of a winston 3 logger. */
interface WinstonLogger {
  levels: Record<string, number>
  write(info: unknown, ...rest: unknown[]): boolean
  push(chunk: unknown): boolean
  readonly transports: readonly unknown[]
  add(transport: unknown): unknown
  _transform(info: unknown, encoding: unknown, done: () => void): void
  isLevelEnabled(level: string): boolean
  [WRAPPED]?: true
}

const diag = createDiag()

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
  if (root[WRAPPED]) return logger
  root[WRAPPED] = true
  const slot = processSlot()
  const { write, add, _transform: transform } = root

  function decide(info: Info, logging: RunningLogging): SamplingDecision {
    const spanContext = trace.getSpanContext(context.active())
    const record = recordOfCall(info, root!.levels, spanContext)
    const decision = logging.sample(record)
    markDecided(info, decision)
    if (decision.keep) {
      const level = info[LEVEL] ?? info['level']
      const shipment: Shipment = {
        decision,
        context: {
          timestamp: logging.now(),
          severityNumber: record.severityNumber ?? 0,
          severityText: typeof level === 'string' ? level : undefined,
          spanContext,
          exception: record.exception,
        },
      }
      info[SHIPMENT] = shipment
    }
    return decision
  }

  /** Whether the call goes on to formats and transports. */
  function passes(info: unknown): boolean {
    const logging = slot.running
    if (logging === undefined || typeof info !== 'object' || info === null) return true
    try {
      const level = (info as Info)[LEVEL] ?? (info as Info)['level']
      // Below the level winston formats a call all the same, and then no transport takes it.
      if (typeof level === 'string' && !root!.isLevelEnabled(level)) return true
      const decision = decide(info as Info, logging)
      return decision.keep || !(options.thinDestination ?? logging.thinDestination)
    } catch (error) {
      diag.once('call_not_read', { logger: 'winston', cause: error })
      return true
    }
  }

  function ship(shipment: Shipment, formatted: unknown): void {
    const logging = slot.running
    // A format may swallow a call that we kept.
    if (typeof formatted !== 'object' || formatted === null) logging?.lose(shipment.decision)
    else logging?.ship(recordOfInfo(formatted as Info, shipment.context), shipment.decision)
  }

  for (const target of root.transports) forwardFrom(target)
  root.add = function (this: WinstonLogger, target) {
    forwardFrom(target)
    return add.call(this, target)
  }
  root.write = function (this: WinstonLogger, info, ...rest) {
    if (passes(info)) return write.call(this, info, ...rest)
    const done = rest.at(-1)
    if (typeof done === 'function') done()
    return true
  }
  root._transform = function (this: WinstonLogger, info, encoding, done) {
    const shipment = (info as Info | null | undefined)?.[SHIPMENT] as Shipment | undefined
    if (shipment === undefined) {
      transform.call(this, info, encoding, done)
      return
    }
    ;(info as Info)[SHIPMENT] = undefined
    const { push } = this
    let formatted: unknown
    this.push = (chunk) => {
      formatted = chunk
      return push.call(this, chunk)
    }
    try {
      transform.call(this, info, encoding, done)
    } finally {
      this.push = push
      try {
        ship(shipment, formatted)
      } catch (error) {
        diag.once('call_not_read', { logger: 'winston', cause: error })
      }
    }
  }
  return logger
}

/** The logger whose `write` children call: the one that has streams of its own. */
function rootOf(logger: unknown): WinstonLogger | undefined {
  let candidate = logger as Record<string, unknown> | null | undefined
  while (typeof candidate === 'object' && candidate !== null) {
    if (Object.hasOwn(candidate, '_writableState')) {
      const isWinston =
        typeof candidate['isLevelEnabled'] === 'function' && typeof candidate['_transform'] === 'function'
      return isWinston ? (candidate as unknown as WinstonLogger) : undefined
    }
    candidate = Object.getPrototypeOf(candidate) as Record<string, unknown> | null
  }
  return undefined
}
