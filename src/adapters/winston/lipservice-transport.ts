import { Writable } from 'node:stream'
import { processSlot } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { asksForCalls, takePassage } from '../../ownership/passage.js'
import { isError } from '../../record/error.js'
import { contextOfCall, type Info, LEVEL, recordOfCall, recordOfInfo } from './info-record.js'
import { tapLogger } from './logger-tap.js'
import { rootOf } from './root-logger.js'

/** Options of {@link LipServiceTransport}. */
export interface LipServiceTransportOptions {
  /** The least severe level that it takes. Default: the logger's. */
  level?: string | undefined
  /** Takes nothing while true. Default: `false`. */
  silent?: boolean | undefined
}

interface ParentLogger {
  readonly level?: string
  readonly levels: Record<string, number>
}

const diag = createLoggerDiag()

/**
 * A winston 3 transport that samples what it is given and ships what is kept: for loggers that are configured by a list of transports. What the
 * other transports get stays untouched. `wrapLogger` decides earlier and cheaper.
 *
 * @example
 * winston.createLogger({ transports: [new winston.transports.Console(), new LipServiceTransport()] })
 */
export class LipServiceTransport extends Writable {
  /** The least severe level that it takes; `undefined`: the logger's. */
  level?: string
  /** Takes nothing while true. */
  silent: boolean
  /** Set by winston when it pipes to a transport. */
  levels?: Record<string, number>
  /** The logger, once winston pipes to this transport. */
  parent?: ParentLogger

  constructor({ level, silent = false }: LipServiceTransportOptions = {}) {
    super({ objectMode: true })
    processSlot().loggers.add('winston')
    asksForCalls(this)
    if (level !== undefined) this.level = level
    this.silent = silent
    this.once('pipe', (logger) => {
      this.parent = logger as unknown as ParentLogger
      this.levels = this.parent.levels
    })
    // To know the Errors that a logger is given, before its children and formats make copies of them.
    this.on('pipe', (logger) => {
      const root = rootOf(logger)
      if (root !== undefined) tapLogger(root)
    })
  }

  /** One call, as the logger's formats made it. */
  log(info: Info, next: () => void): void {
    try {
      this.#ship(info)
    } catch (error) {
      diag.once('call_not_read', { logger: 'winston', cause: error })
    }
    next()
  }

  override _write(info: Info, _encoding: BufferEncoding, next: () => void): void {
    if (this.silent || !this.#takes(info)) next()
    else this.log(info, next)
  }

  #takes(info: Info): boolean {
    const level = this.level ?? this.parent?.level
    const { levels } = this
    if (level === undefined || levels === undefined) return true
    return levels[level]! >= levels[String(info[LEVEL])]!
  }

  #ship(info: Info): void {
    const logging = processSlot().running
    if (logging === undefined) return
    const call = takePassage(info, this)
    if (call?.decision !== undefined) {
      diag.once('transport_idle')
      return
    }
    const spanContext = activeSpanContext()
    const error = call?.error ?? (isError(info) ? info : undefined)
    const record = recordOfCall(info, this.levels, spanContext, error)
    const decision = logging.sample(record)
    if (!decision.keep) return
    const known = { error, text: call?.text ?? info['message'] }
    logging.ship(recordOfInfo(info, contextOfCall(info, known, record, logging.now())), decision)
  }
}
