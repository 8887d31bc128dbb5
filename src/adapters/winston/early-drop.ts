import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import { isError } from '../../record/error.js'
import { isPlainObject } from '../../record/plain-object.js'
import type { WinstonLogger } from './logger-tap.js'
import { severityOfLevel } from './severity.js'

type Method = (this: unknown, ...args: unknown[]) => unknown
type Fields = Readonly<Record<string, unknown>>

/** Estimated bytes of the names of the fields that winston makes of a call: `level`, `message`. */
const OWN_FIELDS = 8 + 'level'.length + (8 + 'message'.length)
/** Fields of the meta object that winston does not leave as they are. */
const MERGED = ['message', 'stack', 'cause', 'level', 'splat'] as const

/**
 * Puts itself before the level methods of a logger (`info`, `warn`, …), where a call of a text, or a text and fields, is dropped before winston has
 * made an object of it. Anything else goes on as before: calls of children, of loggers with `defaultMeta`, with arguments for
 * directives, and where somebody else has changed how the logger writes.
 */
export function dropEarlyAt(root: WinstonLogger, ownThin: () => boolean | undefined): void {
  const slot = processSlot()
  const methods = root as unknown as Record<string, unknown>
  const { write } = root
  const { log } = methods
  const isAsWrapped = () =>
    root.write === write && methods['log'] === log && !methods['defaultMeta'] && root.silent !== true

  for (const level of Object.keys(root.levels)) {
    const method = methods[level]
    // An own one is of the app.
    if (typeof method !== 'function' || Object.hasOwn(methods, level)) continue
    const severityNumber = severityOfLevel(level, root.levels)
    const drops = (logging: RunningLogging, message: string, meta: Fields | undefined) => {
      if (meta !== undefined && !isPlainMeta(meta)) return false
      // winston takes arguments for directives.
      if (meta !== undefined && message.includes('%')) return false
      const traceId = activeSpanContext()?.traceId
      const bytes = OWN_FIELDS + level.length + message.length
      return logging.drop!(severityNumber, message, meta, undefined, false, traceId, bytes)
    }
    const early: Method = function (...args) {
      const [message, meta] = args
      const logging = slot.running
      const isUsual =
        logging?.drop !== undefined &&
        this === root &&
        typeof message === 'string' &&
        (args.length === 1 || (args.length === 2 && typeof meta === 'object' && meta !== null))
      if (isUsual && (ownThin() ?? logging.thinDestination) && isAsWrapped() && root.isLevelEnabled(level)) {
        if (drops(logging, message, meta as Fields | undefined)) return root
      }
      return (method as Method).apply(this, args)
    }
    Object.defineProperty(methods, level, { value: early, writable: true, configurable: true, enumerable: false })
  }
}

/** Whether winston copies the fields as they are. */
function isPlainMeta(meta: Fields): boolean {
  try {
    if (!isPlainObject(meta) || isError(meta)) return false
    for (const name of MERGED) if (name in meta) return false
    return true
  } catch {
    return false
  }
}
