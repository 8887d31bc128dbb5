/** The answer of a parser: a trusted value, or what is wrong with the document. */
export type ParseResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** Checks one field and answers its trusted copy. @throws FieldProblem */
export type FieldCheck<T> = (value: unknown, path: string) => T

/** Carries a problem from the field where it was found to the parser. Never leaves this folder. */
export class FieldProblem extends Error {}

export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function refuse(path: string, allowed: string, value: unknown): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : describe(value)
  throw new FieldProblem(`${path} must be ${allowed}; got ${shown}`)
}

export const number = (min: number, max: number): FieldCheck<number> => {
  return (value, path) =>
    typeof value === 'number' && value >= min && value <= max ? value : refuse(path, `a number ${min}–${max}`, value)
}

export const integer = (min: number, max: number): FieldCheck<number> => {
  return (value, path) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : refuse(path, `an integer ${min}–${max}`, value)
}

export const text = (maxLength: number): FieldCheck<string> => {
  return (value, path) =>
    typeof value === 'string' && value.length <= maxLength
      ? value
      : refuse(path, `a string of at most ${maxLength} characters`, value)
}

export const signature: FieldCheck<string> = (value, path) =>
  typeof value === 'string' && /^[0-9a-f]{16}$/.test(value) ? value : refuse(path, '16 lower-case hex digits', value)

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

export const time: FieldCheck<string> = (value, path) =>
  typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : refuse(path, 'an ISO 8601 time with its offset', value)

export const oneOf = <T extends string>(...values: readonly T[]): FieldCheck<T> => {
  return (value, path) => (values.includes(value as T) ? (value as T) : refuse(path, values.join(' | '), value))
}

export const nullable = <T>(check: FieldCheck<T>): FieldCheck<T | null> => {
  return (value, path) => (value === null ? null : check(value, path))
}

/** An array whose elements are judged later, one by one. */
export const opaqueArray = (maxLength: number): FieldCheck<readonly unknown[]> => {
  return (value, path) =>
    Array.isArray(value) && value.length <= maxLength
      ? frozenCopy(value, path, 0)
      : refuse(path, `an array of at most ${maxLength}`, value)
}

const MAX_DEPTH = 32

/** A copy, frozen all the way down, of what JSON can hold. */
function frozenCopy<T>(value: T, path: string, depth: number): T {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) throw new FieldProblem(`${path} must nest at most ${MAX_DEPTH} deep`)
  if (Array.isArray(value)) return Object.freeze(value.map((element) => frozenCopy(element, path, depth + 1))) as T
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, element] of Object.entries(plainObject(value, path))) {
    copy[key] = frozenCopy(element, path, depth + 1)
  }
  return Object.freeze(copy) as T
}

export const array = <T>(check: FieldCheck<T>, maxLength: number): FieldCheck<readonly T[]> => {
  return (value, path) =>
    Array.isArray(value) && value.length <= maxLength
      ? Object.freeze(value.map((element, i) => check(element, `${path}[${i}]`)))
      : refuse(path, `an array of at most ${maxLength}`, value)
}

/** A map with checked keys and values; the copy has no prototype. */
export const map = <T>(
  key: FieldCheck<string>,
  value: FieldCheck<T>,
  maxSize: number,
): FieldCheck<Record<string, T>> => {
  return (input, path) => {
    const entries = Object.entries(plainObject(input, path))
    if (entries.length > maxSize)
      throw new FieldProblem(`${path} must have at most ${maxSize} keys; got ${entries.length}`)
    const copy: Record<string, T> = Object.create(null)
    for (const [name, element] of entries) copy[key(name, `${path} key`)] = value(element, `${path}.${name}`)
    return Object.freeze(copy)
  }
}

export type Rows<T> = {
  readonly [Name in keyof Required<T>]: FieldCheck<NonNullable<T[Name]> | Extract<T[Name], null>>
}

/** An object with one row a field: absent fields stay absent unless required, unknown ones are ignored. */
export const object = <T extends object>(
  rows: Rows<T>,
  required: readonly (keyof T & string)[] = [],
): FieldCheck<T> => {
  return (input, path) => {
    const given = plainObject(input, path)
    const prefix = path === '' ? '' : `${path}.`
    const copy: Partial<T> = {}
    for (const name of required) if (given[name] === undefined) throw new FieldProblem(`${prefix}${name} is missing`)
    for (const name of Object.keys(rows) as (keyof T & string)[]) {
      const value = given[name]
      if (value !== undefined) copy[name] = rows[name](value, `${prefix}${name}`) as T[typeof name]
    }
    return Object.freeze(copy) as T
  }
}

export function parseWith<T>(check: FieldCheck<T>, input: unknown): ParseResult<T> {
  try {
    return { ok: true, value: check(input, '') }
  } catch (error) {
    return { ok: false, problem: error instanceof FieldProblem ? error.message : 'the document cannot be read' }
  }
}

function plainObject(input: unknown, path: string): Record<string, unknown> {
  const at = path === '' ? 'the document' : path
  if (typeof input !== 'object' || input === null || Array.isArray(input)) refuse(at, 'an object', input)
  for (const key of Object.keys(input)) {
    if (FORBIDDEN_KEYS.has(key)) throw new FieldProblem(`${at} must not have the key ${key}`)
  }
  return input as Record<string, unknown>
}

function describe(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
