import { subscribe } from 'node:diagnostics_channel'
import type { Logger } from 'pino'
import { processSlot } from '../../instance/process-slot.js'
import { shipLate } from './late-line.js'
import { HOOKS, rootOf } from './pino-internals.js'
import { isWrapped, wrapPino } from './wrap-pino.js'

/** What pino ≥ 9.10 publishes of each line; the same object at its start and its end. */
interface AsJson {
  readonly instance: Logger
  /** Fields, message, level, time. */
  readonly arguments: readonly [unknown, unknown, number]
  readonly result?: unknown
}

type OwnStreamWrite = ((line: string) => string) | undefined

/**
 * Wraps each pino logger when it writes its first line, whichever copy of pino made it, bundled or not. That first line is
 * decided from its text, and always reaches its destination.
 */
export function findPino(): void {
  const slot = processSlot()
  /** First lines in progress, and the app's own hook that they go through. */
  const first = new WeakMap<object, OwnStreamWrite>()
  /** Children whose methods are known to have been made around our hook. */
  const current = new WeakSet<object>()

  subscribe('tracing:pino_asJson:start', (message) => {
    const { instance } = message as AsJson
    const root = rootOf(instance)
    if (root === undefined) return
    if (!isWrapped(root)) {
      const { streamWrite } = (root as { [HOOKS]?: { streamWrite?: OwnStreamWrite } })[HOOKS] ?? {}
      wrapPino(instance)
      if (isWrapped(root)) first.set(message as object, streamWrite)
    }
    refresh(instance, root, current)
  })
  subscribe('tracing:pino_asJson:end', (message) => {
    if (!first.has(message as object)) return
    const { instance, arguments: args, result } = message as AsJson
    const logging = slot.running
    const ownStreamWrite = first.get(message as object)
    if (logging === undefined || typeof result !== 'string') return
    const late = { logger: instance, level: args[2], fields: args[0] }
    shipLate(logging, ownStreamWrite === undefined ? result : ownStreamWrite(result), late)
  })
}

/** Rebuilds the methods of a child that were built before the root was wrapped. */
function refresh(instance: object, root: object, current: WeakSet<object>): void {
  for (let at: object | null = instance; at !== null && at !== root; at = Object.getPrototypeOf(at)) {
    if (current.has(at)) return
    if (!Object.hasOwn(at, 'info')) continue
    current.add(at)
    const child = at as Pick<Logger, 'level'>
    const { level } = child
    child.level = level
  }
}
