import { types } from 'node:util'
import { isPlainObject } from './plain-object.js'

/**
 * `real`: an Error, of whatever realm; data from outside the process cannot make one. `shaped`: an object with what an Error has
 * (`name`, `message`, `stack`), as a serializer, or anybody who sends JSON, makes it.
 */
export type ErrorKind = 'none' | 'real' | 'shaped'

const ERROR_TAGS = new Set(['[object Error]', '[object DOMException]'])
const MAX_PROTOTYPES = 8
/** How a stack begins its second line, or a later one. */
const STACK_LINE = /\n\s*at /

/** Returns whether a value is an error, and which kind. Never throws: what cannot be read is none. */
export function errorKindOf(value: unknown): ErrorKind {
  if (typeof value !== 'object' || value === null) return 'none'
  try {
    if (!isLiteral(value) && isInstance(value)) return 'real'
    return isShaped(value as Record<string, unknown>) ? 'shaped' : 'none'
  } catch {
    return 'none'
  }
}

/** Returns whether a value is an Error, of whatever realm. Never throws. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false
  try {
    return !isLiteral(value) && isInstance(value)
  } catch {
    return false
  }
}

/** Most values are objects or lists as they are written: asked first, and for less than whether it is a native error. */
function isLiteral(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}

/** Returns whether an object's prototypes are those of Error, here or in another realm: made without its constructor, or a DOMException. */
function isInstance(value: object): boolean {
  if (types.isNativeError(value)) return true
  if (typeof (value as Partial<Error>).message !== 'string' || isPlainObject(value)) return false
  if (value instanceof Error || ERROR_TAGS.has(Object.prototype.toString.call(value))) return true
  let prototype: object | null = Object.getPrototypeOf(value)
  for (let i = 0; prototype !== null && i < MAX_PROTOTYPES; i++) {
    if (isErrorPrototype(prototype)) return true
    prototype = Object.getPrototypeOf(prototype)
  }
  return false
}

function isErrorPrototype(prototype: object): boolean {
  if (!Object.hasOwn(prototype, 'constructor') || !Object.hasOwn(prototype, 'message')) return false
  const { constructor: made } = prototype
  return typeof made === 'function' && made.name === 'Error' && made.prototype === prototype
}

function isShaped(value: Readonly<Record<string, unknown>>): boolean {
  const { stack } = value
  if (typeof stack !== 'string') return false
  const { name, type, message } = value
  if (typeof message !== 'string') return false
  return typeof name === 'string' || typeof type === 'string' || STACK_LINE.test(stack)
}
