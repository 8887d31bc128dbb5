import type { LogRecord } from '../../record/log-record.js'
import { namesOf } from '../../record/wide-objects.js'
import { isLiteral } from './early-drop.js'
import { type LineContext, SCOPE } from './line-record.js'
import { isNamedPlainly, type PlainLogger } from './plain-settings.js'

type Fields = Readonly<Record<string, unknown>>

/** Copying very many takes longer than reading a line. */
const MAX_FIELDS = 128
const NO_FIELDS: Fields = Object.freeze({})

/**
 * Returns the record of a call as its line tells it, without the line: a text, and fields that are written in code as texts, numbers and booleans.
 * `undefined`: pino makes something else of them.
 *
 * @throws what a getter throws
 */
export function recordOfPlainCall(
  args: readonly unknown[],
  logger: PlainLogger,
  { timestamp, severityNumber, severityText, spanContext }: LineContext,
): LogRecord | undefined {
  const first = args[0]
  const hasFields = typeof first === 'object' && first !== null
  const body = hasFields ? args[1] : first
  if (typeof body !== 'string' || args.length > (hasFields ? 2 : 1)) return undefined
  const fields = hasFields ? plainFieldsOf(first, logger) : NO_FIELDS
  if (fields === undefined) return undefined
  const { bindings } = logger
  const attributes = bindings === undefined ? fields : withBindings(fields, bindings)
  return { timestamp, severityNumber, severityText, instrumentationScope: SCOPE, body, attributes, spanContext }
}

/** A field that is `undefined` is not written, and hides no binding. */
function withBindings(fields: Fields, bindings: Fields): Record<string, unknown> {
  const all = { ...bindings }
  for (const name in fields) if (fields[name] !== undefined) all[name] = fields[name]
  return all
}

/** Returns a copy, so that a getter is asked once. */
function plainFieldsOf(given: object, logger: PlainLogger): Fields | undefined {
  if (!isLiteral(given) || namesOf(given) !== given) return undefined
  let count = 0
  for (const _ in given) if (++count > MAX_FIELDS) return undefined
  const fields: Record<string, unknown> = { ...given }
  for (const name in fields) if (!isNamedPlainly(name, logger) || !isPlain(fields[name])) return undefined
  return fields
}

/** Returns whether a value is read from JSON as the very value it is. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value !== 'number') return value === null || value === undefined
  if (value === 0) return 1 / value > 0
  // A line has all digits of an integer, and they are read exactly: not as the number they were rounded to.
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))
}
