import type { Logger } from 'pino'
import type { LogRecord } from '../../record/log-record.js'
import type { LineKeys } from './log-arguments.js'
import { type FieldHandling, type Thrown, thrownIn } from './thrown.js'

/** pino publishes this one under `Symbol.for`; hooks set here reach a logger and its children. */
export const HOOKS = Symbol.for('pino.hooks')

const keySymbols = new WeakMap<object, readonly (symbol | undefined)[]>()

/** The keys of a logger are chosen when it is made. */
const keysByLogger = new WeakMap<object, LineKeys>()

/** Returns the keys a logger writes under. */
export function keysOf(logger: Logger): LineKeys {
  let keys = keysByLogger.get(logger)
  if (keys === undefined) {
    keys = readKeys(logger)
    keysByLogger.set(logger, keys)
  }
  return keys
}

/** Its symbols are private, and Fastify may have its own copy: found by description. */
function readKeys(logger: Logger): LineKeys {
  const prototype = rootOf(logger) ?? logger
  let symbols = keySymbols.get(prototype)
  if (symbols === undefined) {
    symbols = ['pino.messageKey', 'pino.errorKey', 'pino.msgPrefix', 'pino.nestedKey'].map((name) =>
      symbolNamed(prototype, name),
    )
    keySymbols.set(prototype, symbols)
  }
  const fields = logger as unknown as Record<symbol, unknown>
  const read = (symbol: symbol | undefined) => {
    const value = symbol === undefined ? undefined : fields[symbol]
    return typeof value === 'string' ? value : undefined
  }
  return {
    message: read(symbols[0]) ?? 'msg',
    error: read(symbols[1]) ?? 'err',
    prefix: read(symbols[2]),
    nested: read(symbols[3]) || undefined,
  }
}

/** Returns the logger that owns the hooks: the root, whose level methods its children inherit. */
export function rootOf(logger: object): object | undefined {
  for (let at: object | null = logger; at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, HOOKS)) return at
  }
  return undefined
}

export function symbolNamed(start: object, description: string): symbol | undefined {
  for (let at: object | null = start; at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertySymbols(at).find((symbol) => symbol.description === description)
    if (found !== undefined) return found
  }
  return undefined
}

const SERIALIZERS = Symbol.for('pino.serializers')

/** Returns what a logger does to the fields that it writes: its serializers, and the stringifiers that `redact` makes. */
export function fieldHandlingOf(logger: Logger): FieldHandling {
  const symbols = logger as unknown as Record<symbol, Readonly<Record<string | symbol, unknown>> | undefined>
  return {
    serializes: (field) => typeof symbols[SERIALIZERS]?.[field] === 'function',
    redact(field, value) {
      const symbol = symbolNamed(logger, 'pino.stringifiers')
      const stringifiers = (symbol && symbols[symbol]) ?? {}
      const wildcard = symbolNamed(stringifiers, 'pino.wildcardFirst')
      const stringify = stringifiers[field] ?? (wildcard && stringifiers[wildcard])
      if (typeof stringify !== 'function') return value
      try {
        return JSON.parse(stringify.call(undefined, value, JSON.stringify))
      } catch {
        return undefined
      }
    },
  }
}

/** Returns the Error of a call as the logger would show it, copied. */
export function thrownOf(record: LogRecord, logger: Logger): Thrown | undefined {
  return thrownIn(record, keysOf(logger), fieldHandlingOf(logger))
}
