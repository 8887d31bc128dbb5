import { type ErrorKind, errorKindOf } from './error.js'
import type { LogRecord } from './log-record.js'
import { hasNames, isPlainObject } from './plain-object.js'
import { ERROR_NAMES, foundWide, MAX_NAMES, namesOf } from './wide-objects.js'

/** How many objects deep an error may sit in an attribute or in the body: `{ a: { b: { error } } }`. */
const LEVELS = 2
/** Values that are looked at within nested objects of one record. */
const MAX_LOOKS = 64
const MAX_ITEMS = 16
/** Attributes that say it as data. Their message alone does not: bridges put plain texts there. */
const EXCEPTION_TYPE = 'exception.type'
const EXCEPTION_STACK = 'exception.stacktrace'

/** The error of a record, and where it was found. */
export interface FoundError {
  readonly kind: Exclude<ErrorKind, 'none'>
  /** An Error, an object of that shape, or whatever was attached as `exception`. */
  readonly error: unknown
  /** The keys that lead to it from the attributes; `undefined`: it is no attribute. */
  readonly path: readonly string[] | undefined
}

/**
 * Decides whether a record carries an error, and which: the exception that is attached, the body, then the attributes in their order,
 * up to two objects deep; a real one before one that only has the shape. What is called `cause` is never taken for the error. Reused,
 * so that a record without one allocates nothing; bounded by 64 nested values.
 */
export class ErrorSearch {
  /** What the record carries. */
  kind: ErrorKind = 'none'
  #found: unknown
  #foundKind: ErrorKind = 'none'
  #path: string[] | undefined
  #left = MAX_LOOKS

  /** Starts with what is no attribute. */
  begin(record: LogRecord): void {
    this.clear()
    const { exception, body } = record
    if (exception !== undefined && exception !== null) {
      const kind = errorKindOf(exception)
      this.#take(kind === 'none' ? 'shaped' : kind, exception)
    }
    if (typeof body === 'object' && body !== null) this.#look(body, LEVELS)
    this.#path = undefined
  }

  /** An attribute whose value is an object. */
  lookAt(key: string, value: object): void {
    if (this.kind === 'real' && this.#foundKind === 'real') return
    if (key === 'cause') this.#seeCause(value)
    else if (this.#look(value, LEVELS)) this.#path!.push(key)
  }

  /** An attribute whose name {@link isErrorKey}, and whose value is a text. `attributes`: all of them. */
  lookAtText(key: string, attributes: Readonly<Record<string, unknown>>): void {
    if (key === EXCEPTION_TYPE || key === EXCEPTION_STACK) {
      if (this.kind === 'none') this.kind = 'shaped'
    } else if (key === 'stack' && this.#foundKind === 'none') {
      const kind = errorKindOf(attributes)
      if (kind !== 'none') this.#take(kind, attributes)
    }
  }

  /** Looks at an attribute of whatever kind. */
  lookAtAny(key: string, attributes: Readonly<Record<string, unknown>>): void {
    const value = read(attributes, key)
    if (typeof value === 'object') {
      if (value !== null) this.lookAt(key, value)
    } else if (typeof value === 'string' && isErrorKey(key)) this.lookAtText(key, attributes)
  }

  /**
   * Looks at an attribute by its place among all, from 0: further than attributes are sent, so that there is room for any number in front of an
   * error. Returns whether to go on; behind the last one, those that are called as errors are have been looked at.
   */
  lookAtNext(key: string, attributes: Readonly<Record<string, unknown>>, place: number): boolean {
    if (place < MAX_NAMES) {
      this.lookAtAny(key, attributes)
      return true
    }
    foundWide(attributes)
    for (const name of ERROR_NAMES) if (Object.hasOwn(attributes, name)) this.lookAtAny(name, attributes)
    return false
  }

  get found(): FoundError | undefined {
    if (this.#foundKind === 'none') return undefined
    return { kind: this.#foundKind, error: this.#found, path: this.#path?.toReversed() }
  }

  /** Lets go of the app's values. */
  clear(): void {
    this.kind = 'none'
    this.#foundKind = 'none'
    this.#found = undefined
    this.#path = undefined
    this.#left = MAX_LOOKS
  }

  /** Returns whether it, or what it holds, is taken for the error. */
  #look(value: object, levels: number): boolean {
    const kind = errorKindOf(value)
    if (kind !== 'none') return this.#take(kind, value)
    if (levels === 0) return false
    try {
      if (Array.isArray(value)) return this.#lookIntoList(value, levels)
      return isPlainObject(value) && this.#lookInto(value as Record<string, unknown>, levels)
    } catch {
      return false
    }
  }

  #lookInto(fields: Readonly<Record<string, unknown>>, levels: number): boolean {
    let taken = false
    for (const key in namesOf(fields)) {
      if (this.#left-- <= 0) {
        foundWide(fields)
        break
      }
      const value = read(fields, key)
      if (typeof value !== 'object' || value === null) continue
      if (key === 'cause') this.#seeCause(value)
      else if (this.#look(value, levels - 1)) {
        this.#path!.push(key)
        taken = true
        if (this.#foundKind === 'real') break
      }
    }
    return taken
  }

  #lookIntoList(items: readonly unknown[], levels: number): boolean {
    let taken = false
    for (let i = 0; i < items.length && i < MAX_ITEMS; i++) {
      if (this.#left-- <= 0) break
      const item = items[i]
      if (typeof item !== 'object' || item === null || !this.#look(item, levels - 1)) continue
      this.#path!.push(String(i))
      taken = true
      if (this.#foundKind === 'real') break
    }
    return taken
  }

  /** It makes the record one of an error, but is not what went wrong: it belongs to the chain of causes. */
  #seeCause(value: object): void {
    if (errorKindOf(value) === 'real') this.kind = 'real'
  }

  #take(kind: Exclude<ErrorKind, 'none'>, error: unknown): boolean {
    if (this.#foundKind === kind || this.#foundKind === 'real') return false
    this.#foundKind = kind
    this.#found = error
    this.#path = []
    if (this.kind !== 'real') this.kind = kind
    return true
  }
}

/** Names of attributes whose text makes a record that of an error. */
export function isErrorKey(key: string): boolean {
  return key === 'stack' || key === EXCEPTION_TYPE || key === EXCEPTION_STACK
}

/** Returns the error of a record, as {@link ErrorSearch} finds it. Never throws. */
export function errorOf(record: LogRecord): FoundError | undefined {
  const search = new ErrorSearch()
  try {
    search.begin(record)
    const { attributes } = record
    if (!hasNames(attributes)) return search.found
    let place = 0
    for (const key in namesOf(attributes)) if (!search.lookAtNext(key, attributes, place++)) break
  } catch {
    // What cannot be read hides no error that could be shown.
  }
  return search.found
}

/** Returns the error among the arguments of a call, or in what they hold. Never throws. */
export function errorAmong(args: readonly unknown[]): FoundError | undefined {
  const search = new ErrorSearch()
  for (let i = 0; i < args.length && i < MAX_ITEMS; i++) {
    const arg = args[i]
    if (typeof arg === 'object' && arg !== null) search.lookAt(String(i), arg)
  }
  return search.found
}

function read(fields: Readonly<Record<string, unknown>>, key: string): unknown {
  try {
    return fields[key]
  } catch {
    return undefined
  }
}
