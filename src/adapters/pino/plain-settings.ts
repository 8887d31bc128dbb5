import type { Logger } from 'pino'
import { parseLine } from './parse-line.js'
import { rootOf, symbolNamed } from './pino-internals.js'

/** Majors whose writing of a line is known: another may do to fields what no setting named here tells. */
const KNOWN_MAJORS: readonly (string | undefined)[] = ['9', '10']
/** The settings that say what becomes of fields, as pino's private symbols name them. */
const SETTINGS = [
  'chindings',
  'serializers',
  'stringifiers',
  'formatters',
  'mixin',
  'nestedKey',
  'msgPrefix',
  'messageKey',
  'errorKey',
] as const
/**
 * Names whose fields become something else: of a trace, of a request (`socket`), of pino's own time, an error, and those that every object has, which
 * some versions of pino take for serializers.
 */
const MEANINGS: Record<string, true> = Object.create(null)
for (const name of ['trace_id', 'span_id', 'trace_flags', 'socket', 'time', 'err']) MEANINGS[name] = true
for (const name of Object.getOwnPropertyNames(Object.prototype)) MEANINGS[name] = true

type Setting = (typeof SETTINGS)[number]
type Settings = Readonly<Record<Setting, unknown>>
type Symbols = Readonly<Record<Setting, symbol>>

/** A logger that writes plain fields as they are given. */
export interface PlainLogger {
  /** What it adds to the fields of a call, as its line shows it; `undefined`: nothing. */
  readonly bindings: Readonly<Record<string, unknown>> | undefined
  readonly messageKey: string
  readonly errorKey: string
  /** Of all loggers that treat fields alike. */
  readonly serializers: Readonly<Record<string, unknown>>
  readonly formatters: Formatters
}

interface Formatters {
  readonly level?: unknown
  readonly log?: unknown
}

interface Known extends Settings {
  readonly symbols: Symbols
  readonly plain: PlainLogger | undefined
}

const knownLoggers = new WeakMap<object, Known | 'unknown'>()

/** Returns whether a field of this name is no more than a field. Serializers may be added at any time. */
export function isNamedPlainly(name: string, { messageKey, errorKey, serializers }: PlainLogger): boolean {
  return MEANINGS[name] !== true && name !== messageKey && name !== errorKey && serializers[name] === undefined
}

/**
 * Returns what a logger adds to plain fields. `undefined`: it has settings that make something else of them (`redact`, a mixin, a formatter, a
 * nested key, a prefix), or is of a pino that is not known; then only its line tells what it has written.
 */
export function plainLoggerOf(logger: Logger): PlainLogger | undefined {
  let known = knownLoggers.get(logger)
  if (known === 'unknown') return undefined
  if (known === undefined || !isCurrent(known, logger as unknown as Record<symbol, unknown>)) {
    known = read(logger)
    knownLoggers.set(logger, known ?? 'unknown')
  }
  return known?.plain
}

/** Bindings may be set later, and so may the rest be by those who know where it is. */
function isCurrent(known: Known, logger: Readonly<Record<symbol, unknown>>): boolean {
  const { symbols } = known
  return (
    logger[symbols.chindings] === known.chindings &&
    logger[symbols.serializers] === known.serializers &&
    logger[symbols.stringifiers] === known.stringifiers &&
    logger[symbols.formatters] === known.formatters &&
    logger[symbols.mixin] === known.mixin &&
    logger[symbols.nestedKey] === known.nestedKey &&
    logger[symbols.msgPrefix] === known.msgPrefix &&
    logger[symbols.messageKey] === known.messageKey &&
    logger[symbols.errorKey] === known.errorKey
  )
}

function read(logger: Logger): Known | undefined {
  if (!KNOWN_MAJORS.includes(String(logger.version).split('.')[0])) return undefined
  const symbols = symbolsOf(logger)
  if (symbols === undefined) return undefined
  const slots = logger as unknown as Record<symbol, unknown>
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, slots[symbols[name]]])) as Settings
  return { ...settings, symbols, plain: plainOf(settings) }
}

/** By root: children are made for each request. */
const symbolsByRoot = new WeakMap<object, Symbols | 'unknown'>()

function symbolsOf(logger: Logger): Symbols | undefined {
  const root = rootOf(logger) ?? logger
  let symbols = symbolsByRoot.get(root)
  if (symbols === undefined) {
    const found = SETTINGS.map((name) => [name, symbolNamed(root, `pino.${name}`)] as const)
    symbols = found.every(([, symbol]) => symbol !== undefined) ? (Object.fromEntries(found) as Symbols) : 'unknown'
    symbolsByRoot.set(root, symbols)
  }
  return symbols === 'unknown' ? undefined : symbols
}

function plainOf(settings: Settings): PlainLogger | undefined {
  const { chindings, serializers, stringifiers, formatters, mixin, nestedKey, msgPrefix, messageKey, errorKey } =
    settings
  if (mixin !== undefined || nestedKey || msgPrefix) return undefined
  if (typeof messageKey !== 'string' || typeof errorKey !== 'string' || typeof chindings !== 'string') return undefined
  // Redaction makes a function for each first name of its paths, and symbols for what holds for all.
  if (!isObject(stringifiers) || Reflect.ownKeys(stringifiers).length > 0) return undefined
  if (!isObject(serializers) || Object.getOwnPropertySymbols(serializers).length > 0) return undefined
  if (!isObject(formatters) || (formatters as Formatters).log !== undefined) return undefined
  if (messageKey in serializers) return undefined
  const bindings = parseLine(`{"level":0,"time":0${chindings}}`)
  if (bindings === undefined) return undefined
  const plain = { messageKey, errorKey, serializers: serializers as PlainLogger['serializers'], formatters }
  const names = Object.keys(bindings)
  if (names.some((name) => MEANINGS[name] === true || name === messageKey || name === errorKey)) return undefined
  return { ...plain, bindings: names.length > 0 ? bindings : undefined }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
