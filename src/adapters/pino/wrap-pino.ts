import type { Logger } from 'pino'
import { processSlot } from '../../instance/process-slot.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { type PinoHooks, pinoHooks } from './pino-hooks.js'
import { HOOKS, rootOf } from './pino-internals.js'

/** Options of {@link wrapPino}. */
export interface WrapPinoOptions {
  /**
   * Lines that are dropped do not reach the logger's own destination either. Default: the `thinDestination` of
   * `configureAdaptiveLogging`, which is `false`.
   */
  thinDestination?: boolean | undefined
}

const WRAPPED_MARK = Symbol.for('lipservice.pino')
const MIN_VERSION = [9, 6] as const

const diag = createLoggerDiag()

/**
 * Samples a live pino logger, its children included, wherever in the process they were made. Returns the logger itself.
 * Its destination keeps getting every line unless `thinDestination` is set. Wrapping a child wraps its root. Wrapping
 * twice, or something that is not a pino ≥ 9.6, changes nothing.
 *
 * @example
 * const logger = wrapPino(pino())
 * const app = Fastify({ loggerInstance: logger })
 * // or, with Fastify's own logger: wrapPino(app.log)
 */
export function wrapPino<L>(logger: L, options: WrapPinoOptions = {}): L {
  const root = typeof logger === 'object' && logger !== null ? rootOf(logger) : undefined
  if (root === undefined || !isSupported((logger as { version?: unknown }).version)) {
    diag.once('not_a_logger', {
      call: 'wrapPino',
      expected: 'a pino logger, 9.6 or later',
      given: describeGiven(logger),
    })
    return logger
  }
  const holder = root as Record<symbol, Partial<PinoHooks> & { [WRAPPED_MARK]?: true }>
  const own = holder[HOOKS]
  if (isWrapped(root)) return logger
  processSlot().loggers.add('pino')
  // A new object: pino shares one default hooks object among all loggers of the process.
  holder[HOOKS] = Object.assign({ ...own }, pinoHooks({ ...own, thinDestination: options.thinDestination }), {
    [WRAPPED_MARK]: true as const,
  })
  const levelled = root as Pick<Logger, 'level'>
  // Setting a level, even the same one, makes pino build its methods anew, around the hook.
  const { level } = levelled
  levelled.level = level
  return logger
}

/** Returns whether the logger that owns the hooks is wrapped. */
export function isWrapped(root: object): boolean {
  return (root as { [HOOKS]?: { [WRAPPED_MARK]?: true } })[HOOKS]?.[WRAPPED_MARK] === true
}

function isSupported(version: unknown): boolean {
  const [major = 0, minor = 0] = String(version).split('.').map(Number)
  return major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1])
}
