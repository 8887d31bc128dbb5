import { processSlot, type RunningLogging } from '../../instance/process-slot.js'
import { activeSpanContext } from '../../internal/active-span.js'
import type { WinstonLogger } from './logger-tap.js'
import { severityOfLevel } from './severity.js'

type Method = (this: unknown, ...args: unknown[]) => unknown
type Fields = Readonly<Record<string, unknown>>
/** What winston does not leave as it is of a meta object. */
interface Meta {
  readonly message?: unknown
  readonly stack?: unknown
  readonly cause?: unknown
  readonly level?: unknown
  readonly splat?: unknown
}

/** What decides whether a logger takes a level. */
interface Levelled {
  readonly level: string
  readonly levels: Readonly<Record<string, number | undefined>>
  readonly transports: readonly { readonly level?: string }[]
}

/** Estimated bytes of the names of the fields that winston makes of a call: `level`, `message`. */
const OWN_FIELDS = 8 + 'level'.length + (8 + 'message'.length)

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
  const { isLevelEnabled } = root
  /** What winston says of a level, which it takes long to say: any transport that takes it will do. */
  const isEnabled = (level: string): boolean => {
    const { levels, level: own, transports } = root as unknown as Levelled
    const rank = levels[level]
    const ownRank = levels[own]
    if (rank !== undefined && ownRank !== undefined && root.isLevelEnabled === isLevelEnabled) {
      for (let i = 0; i < transports.length; i++) {
        const { level: given } = transports[i]!
        const taken = given === undefined ? ownRank : levels[given]
        if (taken !== undefined && taken >= rank) return true
      }
    }
    return root.isLevelEnabled(level)
  }
  const isAsWrapped = () =>
    root.write === write && methods['log'] === log && !methods['defaultMeta'] && root.silent !== true

  for (const level of Object.keys(root.levels)) {
    const method = methods[level]
    // An own one is of the app.
    if (typeof method !== 'function' || Object.hasOwn(methods, level)) continue
    const severityNumber = severityOfLevel(level, root.levels)
    const drops = (logging: RunningLogging, message: string, meta: Fields | undefined) => {
      try {
        if (meta !== undefined && !isPlainMeta(meta)) return false
        // winston takes arguments for directives.
        if (meta !== undefined && message.includes('%')) return false
        const traceId = activeSpanContext()?.traceId
        const bytes = OWN_FIELDS + level.length + message.length
        return logging.drop!(severityNumber, message, meta, undefined, false, traceId, bytes)
      } catch {
        // A getter of the app that throws, or a revoked proxy.
        return false
      }
    }
    const early: Method = function (message, meta) {
      // biome-ignore lint/complexity/noArguments: a list of them is made only for calls that go on.
      const args = arguments
      const logging = slot.running
      const isUsual =
        logging?.drop !== undefined &&
        this === root &&
        typeof message === 'string' &&
        (args.length === 1 || (args.length === 2 && typeof meta === 'object' && meta !== null))
      if (isUsual && (ownThin() ?? logging.thinDestination) && isAsWrapped() && isEnabled(level)) {
        if (drops(logging, message, meta as Fields | undefined)) return root
      }
      return (method as Method).apply(this, args as unknown as unknown[])
    }
    Object.defineProperty(methods, level, { value: early, writable: true, configurable: true, enumerable: false })
  }
}

/** Whether winston copies the fields as they are: an object as it is written in code, without names that mean something to it. */
function isPlainMeta(meta: Meta): boolean {
  if (Object.getPrototypeOf(meta) !== Object.prototype) return false
  const { message, stack, cause, level, splat } = meta
  return (
    message === undefined && stack === undefined && cause === undefined && level === undefined && splat === undefined
  )
}
