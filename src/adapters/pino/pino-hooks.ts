import type { Logger, LoggerOptions } from 'pino'
import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { beginForwarding, endForwarding } from '../../ownership/forwarding.js'
import type { Owner } from '../../ownership/process-marks.js'
import type { KeepDecision } from '../../sampling/decision.js'
import { dropsEarly } from './early-drop.js'
import { shipLate } from './late-line.js'
import { type LineContext, recordOfLine } from './line-record.js'
import { recordOfArguments } from './log-arguments.js'
import { keysOf, thrownOf } from './pino-internals.js'
import { type Call, createPlainLines } from './plain-lines.js'
import { severityOfLevel } from './severity.js'
import type { Thrown } from './thrown.js'

/** The hooks that {@link pinoHooks} returns. */
export type PinoHooks = Required<Pick<NonNullable<LoggerOptions['hooks']>, 'logMethod' | 'streamWrite'>>

/** Options of {@link pinoHooks}: `thinDestination`, and hooks of your own. */
export interface PinoHooksOptions extends Partial<PinoHooks> {
  /**
   * Lines that are dropped do not reach the logger's own destination either. Default: the `thinDestination` of
   * `configureAdaptiveLogging`, which is `false`.
   */
  thinDestination?: boolean | undefined
}

/** A decision on its way from `logMethod` to the line that pino writes for it, within one synchronous call. */
interface Pending extends Call {
  readonly context: LineContext
  /** `undefined` = dropped, or already shipped. */
  decision: KeepDecision | undefined
  /** Whether the line has come to be written, and who was handing on then. */
  isWritten: boolean
  outer: Owner | undefined
}

/**
 * Hooks for `pino({ hooks: pinoHooks() })`: records are decided in `logMethod`, before pino formats or serialises, and kept
 * ones are exported in `streamWrite` as pino's own finished line tells them, after its redaction. Until
 * `configureAdaptiveLogging()` runs, lines pass untouched. Needs pino ≥ 9.6.
 *
 * Own hooks given as options are called as well; what an own `streamWrite` returns is what is exported.
 *
 * @example
 * const logger = pino({ hooks: pinoHooks() })
 */
export function pinoHooks(options: PinoHooksOptions = {}): PinoHooks {
  const { thinDestination, logMethod: ownLogMethod, streamWrite: ownStreamWrite } = options
  const slot = processSlot()
  /** A hook of the app changes what pino is given, or what it has made of it. */
  const plainLines = ownLogMethod === undefined && ownStreamWrite === undefined ? createPlainLines() : undefined
  let pending: Pending | undefined
  /** Of the call before: most calls are of the same logger and level. */
  let lastLogger: Logger | undefined
  let lastLevel = 0
  let lastSeverity = 0
  let hasPrefix = false

  function severityOf(logger: Logger, level: number): number {
    if (logger !== lastLogger || level !== lastLevel) {
      lastSeverity = severityOfLevel(level, logger.levels?.labels[level])
      hasPrefix = keysOf(logger).prefix !== undefined
      lastLogger = logger
      lastLevel = level
    }
    return lastSeverity
  }

  /** Returns `undefined` for a line that is dropped and goes nowhere. */
  function decide(
    logger: Logger,
    logging: RunningLogging,
    args: readonly unknown[],
    level: number,
  ): Pending | undefined {
    const keys = keysOf(logger)
    const spanContext = activeSpanContext()
    const severityText = logger.levels?.labels[level]
    const record = recordOfArguments(args, level, keys, spanContext, severityText)
    const decision = logging.sample(record)
    if (!decision.keep && (thinDestination ?? logging.thinDestination)) return undefined
    const isKept = decision.keep
    return {
      logger,
      args,
      level,
      context: {
        timestamp: isKept ? logging.now() : 0,
        severityNumber: record.severityNumber ?? 0,
        severityText,
        spanContext,
        keys,
        thrown: isKept ? thrownOf(record, logger) : undefined,
      },
      decision: isKept ? decision : undefined,
      isWritten: false,
      outer: undefined,
    }
  }

  return {
    logMethod(this: Logger, args, method, level): void {
      const logging = slot.running
      if (logging === undefined) {
        if (ownLogMethod === undefined) method.apply(this, args)
        else ownLogMethod.call(this, args, method, level)
        return
      }
      const isThin = thinDestination ?? logging.thinDestination
      if (isThin) {
        const severityNumber = severityOf(this, level)
        if (!hasPrefix && dropsEarly(logging, args, severityNumber)) return
      }
      const current = decide(this, logging, args, level)
      if (current === undefined) return
      const outer = pending
      pending = current
      try {
        if (ownLogMethod === undefined) method.apply(this, args)
        else ownLogMethod.call(this, args, method, level)
      } finally {
        pending = outer
        if (current.isWritten) endForwarding(current.outer)
        // An own logMethod may swallow a line that we kept.
        if (current.decision !== undefined) logging.lose(current.decision)
      }
    },

    streamWrite(line: string): string {
      const written = ownStreamWrite === undefined ? line : ownStreamWrite(line)
      const logging = slot.running
      if (logging === undefined) return written
      if (pending === undefined) {
        shipLate(logging, written)
        return written
      }
      if (!pending.isWritten) {
        pending.isWritten = true
        pending.outer = beginForwarding('pino')
      }
      if (pending.decision !== undefined) {
        const { decision, context } = pending
        pending.decision = undefined
        const record = plainLines?.recordOf(pending, context, written)
        if (record !== undefined) {
          logging.ship(record, decision)
          return written
        }
        const bytes = written.length + sizeOf(context.thrown)
        logging.shipDeferred(decision, bytes, () => recordOfLine(written, context))
      }
      return written
    },
  }
}

/** Returns what a copy of an error holds in memory. */
function sizeOf(thrown: Thrown | undefined): number {
  if (thrown === undefined) return 0
  const texts = Object.values(thrown.attributes ?? {}).map((value) => (typeof value === 'string' ? value.length : 64))
  return texts.reduce((sum, length) => sum + length, thrown.message.length)
}
