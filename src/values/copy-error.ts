import { readSafely } from './read-safely.js'
import { safeValue } from './safe-value.js'
import { createSizeBudget, type SizeBudget, safeString } from './size-budget.js'
import { plainValue } from './value-types.js'

const MAX_CAUSES = 8
const MAX_GATHERED = 16
const MAX_FIELDS = 128
/** Of what every error has, and what is copied apart. */
const NOT_FIELDS = new Set(['name', 'message', 'stack', 'cause', 'errors'])

/**
 * Returns an error that says the same and holds nothing of the app: class name, message, stack, own fields, causes and gathered errors,
 * within the bounds of a record. Never throws.
 */
export function copyError(error: Error, budget: SizeBudget = createSizeBudget(), depth = 0): Error {
  const text = (read: () => unknown) => {
    const value = readSafely(read)
    return typeof value === 'string' ? safeString(value, budget) : undefined
  }
  const copy = new Error(text(() => error.message) ?? '')
  const hidden = (name: string, value: unknown) =>
    Object.defineProperty(copy, name, { value, writable: true, configurable: true, enumerable: false })
  hidden('name', nameOf(error))
  hidden('stack', text(() => error.stack) ?? '')
  const { cause, errors, ...fields } = fieldsOf(error)
  if (cause !== undefined) hidden('cause', copyWithin(cause, budget, depth))
  if (Array.isArray(errors)) {
    hidden(
      'errors',
      errors.slice(0, MAX_GATHERED).map((each) => copyWithin(each, budget, depth)),
    )
  }
  for (const [key, value] of Object.entries(fields)) {
    if (NOT_FIELDS.has(key)) continue
    const safe = safeValue(value, budget)
    if (safe !== undefined) (copy as unknown as Record<string, unknown>)[key] = plainValue(safe)
  }
  return copy
}

function copyWithin(value: unknown, budget: SizeBudget, depth: number): unknown {
  if (readSafely(() => value instanceof Error) === true) {
    return depth < MAX_CAUSES ? copyError(value as Error, budget, depth + 1) : undefined
  }
  const safe = safeValue(value, budget)
  return safe && plainValue(safe)
}

/** Returns the name of its class, where `name` itself says no more than that it is an error. */
function nameOf(error: Error): string {
  const name = readSafely(() => error.name)
  const className = readSafely(() => error.constructor.name)
  return String(name === 'Error' && typeof className === 'string' && className !== '' ? className : name)
}

function fieldsOf(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  const names = readSafely(() => [...Object.keys(error).slice(0, MAX_FIELDS), 'cause', 'errors'])
  if (!Array.isArray(names)) return fields
  for (const name of names) fields[name] = readSafely(() => (error as unknown as Record<string, unknown>)[name])
  return fields
}
