import { isError } from '../record/error.js'
import { hasNames } from '../record/plain-object.js'
import { readSafely, textOf } from './read-safely.js'
import { type SizeBudget, safeString, withinPart } from './size-budget.js'
import type { Entry, SafeValue } from './value-types.js'

const MAX_FIELDS = 32
/** Of the room of a record, for an error's own fields. */
const MAX_FIELD_CHARACTERS = 8 * 1024
/** For the errors that it gathers. */
const MAX_GATHERED_CHARACTERS = 24 * 1024
/** Fields with a place of their own. */
const NOT_FIELDS = new Set(['name', 'type', 'message', 'stack', 'code', 'cause', 'errors'])
/** winston writes the level of a call on the error that it is given. */
const WINSTON_LEVEL = Symbol.for('level')
/** Names that every error has without saying more. */
const GENERAL_NAMES = new Set(['', 'Error', 'Object'])

/** Makes a bounded copy of a value within an error. */
export type Copy = (value: unknown, budget: SizeBudget) => SafeValue | undefined

/** Returns the name of an error's class: its own `name`, or that of its constructor. */
export function errorTypeOf(error: object): string {
  const own = ownText(error, 'name')
  if (own !== undefined) return own
  const made = readSafely(() => error.constructor)
  const className = typeof made === 'function' ? textOf(() => made.name) : undefined
  if (className !== undefined && !GENERAL_NAMES.has(className)) return className
  // Of errors that were serialised, or whose class has been lost.
  return textOf(() => (error as Error).name) ?? textOf(() => (error as { type?: unknown }).type) ?? 'Error'
}

/** Returns what an error's class, message, stack and code are; `undefined` for what it has not, or what cannot be read. */
export function errorHead(error: object): { type: string; message?: string; stack?: string; code?: string | number } {
  const fields = error as Readonly<Record<string, unknown>>
  const message = textOf(() => fields['message'])
  const stack = textOf(() => fields['stack'])
  const code = readSafely(() => fields['code'])
  return {
    type: errorTypeOf(error),
    ...(message !== undefined && { message }),
    ...(stack !== undefined && { stack }),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
  }
}

/**
 * Returns an error as data, whole within bounds: class, message, stack, code, own fields, the chain of its causes, and the errors it
 * gathers.
 */
export function errorEntries(error: object, budget: SizeBudget, copy: Copy, withStack = true): Entry[] {
  const { type, message, stack, code } = errorHead(error)
  const entries: Entry[] = [['type', safeString(type, budget)]]
  if (message !== undefined) entries.push(['message', safeString(message, budget)])
  if (stack !== undefined && withStack) entries.push(['stack', safeString(stack, budget)])
  if (code !== undefined) entries.push(['code', typeof code === 'string' ? safeString(code, budget) : code])
  entries.push(...errorFields(error, budget, copy), ...errorsWithin(error, budget, copy))
  return entries
}

/** Returns what an error has of its own beside what every error has. */
export function errorFields(error: object, budget: SizeBudget, copy: Copy): Entry[] {
  return withinPart(budget, MAX_FIELD_CHARACTERS, (part) => {
    const fields: Entry[] = []
    for (const key of keysOf(error)) {
      if (NOT_FIELDS.has(key)) continue
      if (key === 'level' && Object.hasOwn(error, WINSTON_LEVEL)) continue
      if (fields.length === MAX_FIELDS || part.left <= 0) {
        part.cut++
        break
      }
      const value = copy(
        readSafely(() => (error as Record<string, unknown>)[key]),
        part,
      )
      if (value !== undefined) fields.push([safeString(key, part), value])
    }
    return fields
  })
}

/** Returns the error's cause, and the errors that it gathers. */
export function errorsWithin(error: object, budget: SizeBudget, copy: Copy): Entry[] {
  const entries: Entry[] = []
  for (const key of ['cause', 'errors']) {
    const value = readSafely(() => (error as Record<string, unknown>)[key])
    if (value === undefined || typeof value === 'function') continue
    const copied = isError(value)
      ? copy(value, budget)
      : withinPart(budget, MAX_GATHERED_CHARACTERS, (part) => copy(value, part))
    if (copied !== undefined) entries.push([key, copied])
  }
  return entries
}

/** Names of own fields; none of what cannot be read. */
function keysOf(error: object): string[] {
  try {
    return hasNames(error) ? Object.keys(error) : []
  } catch {
    return []
  }
}

function ownText(error: object, key: string): string | undefined {
  const isOwn = readSafely(() => Object.hasOwn(error, key)) === true
  return isOwn ? textOf(() => (error as Record<string, unknown>)[key]) : undefined
}
