import { withoutAnsi } from '../record/ansi.js'
import { errorKindOf } from '../record/error.js'
import type { FoundError } from '../record/error-search.js'
import { errorFields, errorHead, errorsWithin } from './error-value.js'
import { readSafely } from './read-safely.js'
import { safeValue } from './safe-value.js'
import { createSizeBudget, type SizeBudget, safeString } from './size-budget.js'
import { type Entry, plainValue } from './value-types.js'

/**
 * Returns the attributes of the error that a record carries, alike whoever logged it: OpenTelemetry's `exception.type` (the class),
 * `.message` and `.stacktrace`, and `exception.code`. Where the error is no attribute itself, also what it has of its own
 * (`exception.fields`), its cause (`exception.cause`) and the errors that it gathers (`exception.errors`).
 */
export function exceptionAttributes({ error, path }: FoundError, budget: SizeBudget): Entry[] {
  if (typeof error !== 'object' || error === null) {
    return [['exception.message', safeString(String(readSafely(() => String(error))), budget)]]
  }
  const { type, message, stack, code } = errorHead(error)
  const attributes: Entry[] = []
  if (errorKindOf(error) !== 'none') attributes.push(['exception.type', safeString(type, budget)])
  if (message !== undefined) attributes.push(['exception.message', withoutAnsi(safeString(message, budget))])
  if (stack !== undefined) attributes.push(['exception.stacktrace', withoutAnsi(safeString(stack, budget))])
  if (code !== undefined)
    attributes.push(['exception.code', typeof code === 'string' ? safeString(code, budget) : code])
  if (path === undefined) attributes.push(...detailsOf(error, budget))
  return attributes
}

/** As {@link exceptionAttributes}, as plain JavaScript within bounds of its own: a copy that outlives the log call. */
export function plainExceptionAttributes(found: FoundError): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [key, value] of exceptionAttributes(found, createSizeBudget())) plain[key] = plainValue(value)
  return plain
}

/** Returns a whole error as plain JavaScript within bounds of its own. */
export function plainErrorOf(error: Error): unknown {
  const copy = safeValue(error, createSizeBudget())
  return copy && plainValue(copy)
}

function detailsOf(error: object, budget: SizeBudget): Entry[] {
  const copy = (value: unknown, within: SizeBudget) => safeValue(value, within)
  const fields = errorFields(error, budget, copy)
  const details: Entry[] = fields.length === 0 ? [] : [['exception.fields', { entries: fields }]]
  for (const [key, value] of errorsWithin(error, budget, copy)) details.push([`exception.${key}`, value])
  return details
}
