import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { describeGiven } from '../../internal/describe-given.js'
import { createLoggerDiag } from '../../internal/logger-diag.js'
import { beginForwarding, endForwarding, isForwarded, takeBridged } from '../../ownership/forwarding.js'
import { CONSOLE_SEVERITY, type ConsoleMethod, readCall } from './console-record.js'
import { watchNodeWarnings } from './node-warnings.js'

/** Options of {@link wrapConsole}. */
export interface WrapConsoleOptions {
  /**
   * What is dropped is not printed either. Default: the `thinDestination` of `configureAdaptiveLogging`, which is `false`: the
   * console prints everything.
   */
  thinDestination?: boolean | undefined
  /** The console to wrap. Default: the global one. */
  console?: Pick<Console, ConsoleMethod> | undefined
}

const diag = createLoggerDiag()

type Print = (...args: unknown[]) => void

const METHODS = Object.keys(CONSOLE_SEVERITY) as ConsoleMethod[]
/** On a wrapped console: how to restore it. */
const RESTORE_KEY = Symbol.for('lipservice.console')

/**
 * Samples what is logged by `console.log`, `info`, `warn`, `error`, `debug` and `trace`, and ships what is kept. The console goes on
 * printing everything unless `thinDestination` is set. Until `configureAdaptiveLogging()` runs, and after its shutdown, calls pass
 * untouched. Wrapping twice changes nothing. Returns a function that restores the console.
 *
 * @example
 * const restore = wrapConsole()
 * console.error('payment %s failed', id, error)
 * restore()
 */
export function wrapConsole(options: WrapConsoleOptions = {}): () => void {
  const target = (options?.console ?? console) as Record<ConsoleMethod, Print> & { [RESTORE_KEY]?: () => void }
  const before = target[RESTORE_KEY]
  if (before !== undefined) return before
  const methods = METHODS.filter((method) => typeof target[method] === 'function')
  if (methods.length === 0) {
    diag.once('not_a_logger', { call: 'wrapConsole', expected: 'a console', given: describeGiven(target) })
    return () => {}
  }
  const slot = processSlot()
  slot.loggers.add('console')
  const originals = new Map<ConsoleMethod, Print>()
  const wrappers = new Map<ConsoleMethod, Print>()
  /** Whether a call is being logged: one from within it, of a getter or of a wrapped console below, is not logged again. */
  let inside = false
  let restored = false
  const warnings = watchNodeWarnings()

  /** Decides and ships a call. Returns whether it is to be printed. */
  function log(method: ConsoleMethod, args: readonly unknown[], logging: RunningLogging): boolean {
    const meant = method === 'error' && warnings.isPrinting(args) ? 'warn' : method
    const { record, severityNumber } = readCall(meant, args, logging.now(), activeSpanContext())
    const decision = logging.sample(record)
    if (decision.keep)
      logging.ship(severityNumber === record.severityNumber ? record : { ...record, severityNumber }, decision)
    return decision.keep || !(options?.thinDestination ?? logging.thinDestination)
  }

  function wrap(method: ConsoleMethod): void {
    const original = target[method]
    const wrapper: Print = function (this: unknown, ...args) {
      const logging = slot.running
      let prints = true
      const ours = logging !== undefined && !inside && !restored && !isForwarded() && !takeBridged('console')
      if (ours) {
        inside = true
        try {
          prints = log(method, args, logging)
        } catch {
          // What cannot be formatted is the console's to complain about.
        } finally {
          inside = false
        }
      }
      if (!prints) return
      const outer = inside
      const owner = ours ? beginForwarding('console') : undefined
      inside = true
      try {
        original.apply(this, args)
      } finally {
        inside = outer
        if (ours) endForwarding(owner, 'console')
      }
    }
    originals.set(method, original)
    wrappers.set(method, wrapper)
    target[method] = wrapper
  }

  const restore = () => {
    restored = true
    warnings.stop()
    for (const [method, original] of originals) {
      // A wrapper that was put around ours stays; ours only passes calls on from now on.
      if (target[method] === wrappers.get(method)) target[method] = original
    }
    delete target[RESTORE_KEY]
  }
  for (const method of methods) wrap(method)
  Object.defineProperty(target, RESTORE_KEY, { value: restore, configurable: true })
  return restore
}
