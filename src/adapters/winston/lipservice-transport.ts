import { Writable } from 'node:stream'
import { context, trace } from '@opentelemetry/api'
import { processSlot } from '../../instance/process-slot.js'
import { createDiag } from '../../internal/diag.js'
import { decisionOf } from '../../ownership/decided-once.js'
import { exceptionOf, type Info, LEVEL, recordOfCall, recordOfInfo } from './info-record.js'

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

const diag = createDiag()

/**
 * A winston 3 transport that samples what it is given and ships what is kept: for loggers that are configured by a list of transports. What the
 * other transports get stays untouched. `wrapLogger` decides earlier and cheaper.
 *
 * @example
 * winston.createLogger({ transports: [new winston.transports.Console(), new LipServiceTransport()] })
 */
export class LipServiceTransport extends Writable {
  level?: string
  silent: boolean
  /** Set by winston when it pipes to a transport. */
  levels?: Record<string, number>
  parent?: ParentLogger

  constructor({ level, silent = false }: LipServiceTransportOptions = {}) {
    super({ objectMode: true })
    if (level !== undefined) this.level = level
    this.silent = silent
    this.once('pipe', (logger) => {
      this.parent = logger as unknown as ParentLogger
      this.levels = this.parent.levels
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
    if (decisionOf(info) !== undefined) {
      diag.once('transport_idle')
      return
    }
    const spanContext = trace.getSpanContext(context.active())
    const record = recordOfCall(info, this.levels, spanContext)
    const decision = logging.sample(record)
    if (!decision.keep) return
    const level = info[LEVEL]
    const call = {
      timestamp: logging.now(),
      severityNumber: record.severityNumber ?? 0,
      severityText: typeof level === 'string' ? level : undefined,
      spanContext,
      exception: exceptionOf(info),
    }
    logging.ship(recordOfInfo(info, call), decision)
  }
}
