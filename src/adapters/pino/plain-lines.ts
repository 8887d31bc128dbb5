import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { LogRecord } from '../../record/log-record.js'
import { type LineContext, recordOfLine } from './line-record.js'
import { recordOfPlainCall } from './plain-call.js'
import { type PlainLogger, plainLoggerOf } from './plain-settings.js'

/** One line in so many is read all the same. */
const READ_EVERY = 64
/** A child of one request may log less than this: to find out what it is set to takes as long as to read a line. */
const LINES_BEFORE = 3
/** Lines of more levels are read each time. */
const MAX_LEVELS = 16

/** A call whose line is written: what the app gives is read after pino has, as it was then. */
export interface Call {
  readonly logger: Logger
  readonly args: readonly unknown[]
  readonly level: number
}

/** Lines that need not be read, since they tell what was given. */
export interface PlainLines {
  /**
   * Returns the record of a call: as it was given; of the first lines of a logger, of a level and of a way to write, and then of one in 64, as the
   * line tells it. `undefined`: only the line tells what pino has made of the call. Never throws.
   */
  recordOf(call: Call, context: LineContext, line: string): LogRecord | undefined
}

/** For the loggers of one root. Once a line tells something else than was given, for whatever reason, every line is read. */
export function createPlainLines(): PlainLines {
  let isTrusted = true
  let count = 0
  /** Levels that were read, of loggers that treat fields alike; a formatter says how a level is written. */
  const levels = new WeakMap<object, { readonly format: unknown; readonly read: number[] }>()

  function readLevelsOf({ serializers, formatters }: PlainLogger): number[] {
    let known = levels.get(serializers)
    if (known === undefined || known.format !== formatters.level) {
      known = { format: formatters.level, read: [] }
      levels.set(serializers, known)
    }
    return known.read
  }

  const kept = new WeakMap<Logger, { lines: number }>()

  function isLongLived(logger: Logger): boolean {
    const seen = kept.get(logger)
    if (seen === undefined) kept.set(logger, { lines: 1 })
    else if (seen.lines >= LINES_BEFORE) return true
    else seen.lines++
    return false
  }

  function compared({ logger, args, level }: Call, context: LineContext, line: string): LogRecord | undefined {
    const plain = isLongLived(logger) ? plainLoggerOf(logger) : undefined
    const record = plain && recordOfPlainCall(args, plain, context)
    if (plain === undefined || record === undefined) return undefined
    const levelsRead = readLevelsOf(plain)
    const isKnown = levelsRead.includes(level)
    if (isKnown && ++count % READ_EVERY !== 0) return record
    const told = recordOfLine(line, context)
    if (!saysTheSame(told, record)) isTrusted = false
    else if (!isKnown && levelsRead.length < MAX_LEVELS) levelsRead.push(level)
    return told
  }

  return {
    recordOf(call, context, line) {
      try {
        return isTrusted ? compared(call, context, line) : undefined
      } catch {
        // A getter that throws, which pino meets as well.
        return undefined
      }
    },
  }
}

function saysTheSame(told: LogRecord, given: LogRecord): boolean {
  if (told.body !== given.body || told.spanContext !== given.spanContext) return false
  const shown = told.attributes ?? {}
  const expected = given.attributes ?? {}
  const names = Object.keys(expected).filter((name) => expected[name] !== undefined)
  return (
    names.length === Object.keys(shown).length && names.every((name) => isDeepStrictEqual(shown[name], expected[name]))
  )
}
