import type { FieldSchema } from './field-schema.js'

/** Result of a parser: a trusted value, or what is wrong with the document. */
export type ParseResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/**
 * Checks one field and returns its trusted copy, or with `inPlace` the value itself. Says what is wrong by its place within
 * the field; whoever holds the field adds where that is. @throws FieldProblem
 */
export interface FieldCheck<T> {
  (value: unknown, inPlace?: boolean): T
  /** What the check takes, for documents. */
  readonly schema: FieldSchema
}

export function fieldCheck<T>(schema: FieldSchema, check: (value: unknown, inPlace?: boolean) => T): FieldCheck<T> {
  return Object.assign(check, { schema })
}

/** Carries a problem from the field where it was found to the parser. Never leaves this folder. */
export class FieldProblem extends Error {
  #path = ''
  readonly #says: string

  constructor(says: string) {
    super(says)
    this.#says = says
  }

  /** The field lies within another, under this name. Paths are made only for problems: a report has thousands of fields. */
  within(name: string): this {
    this.#path = this.#path === '' || this.#path.startsWith('[') ? `${name}${this.#path}` : `${name}.${this.#path}`
    this.message = `${this.#path} ${this.#says}`
    return this
  }
}

export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function refuse(allowed: string, value: unknown): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : describe(value)
  throw new FieldProblem(`must be ${allowed}; got ${shown}`)
}

function problemWithin(error: unknown, name: string): unknown {
  return error instanceof FieldProblem ? error.within(name) : error
}

export const number = (min: number, max: number): FieldCheck<number> =>
  fieldCheck({ type: 'number', minimum: min, maximum: max }, (value) =>
    typeof value === 'number' && value >= min && value <= max ? value : refuse(`a number ${min}–${max}`, value),
  )

export const integer = (min: number, max: number): FieldCheck<number> =>
  fieldCheck({ type: 'integer', minimum: min, maximum: max }, (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : refuse(`an integer ${min}–${max}`, value),
  )

export const text = (maxLength: number, minLength = 0): FieldCheck<string> => {
  const allowed =
    minLength > 0
      ? `a string of ${minLength} to ${maxLength} characters`
      : `a string of at most ${maxLength} characters`
  return fieldCheck({ type: 'string', ...(minLength > 0 && { minLength }), maxLength }, (value) =>
    typeof value === 'string' && value.length >= minLength && value.length <= maxLength
      ? value
      : refuse(allowed, value),
  )
}

export const boolean: FieldCheck<boolean> = fieldCheck({ type: 'boolean' }, (value) =>
  typeof value === 'boolean' ? value : refuse('true or false', value),
)

const SIGNATURE = /^[0-9a-f]{16}$/

export const signature: FieldCheck<string> = fieldCheck({ type: 'string', pattern: SIGNATURE.source }, (value) =>
  typeof value === 'string' && SIGNATURE.test(value) ? value : refuse('16 lower-case hex digits', value),
)

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

export const time: FieldCheck<string> = fieldCheck(
  { type: 'string', format: 'date-time', pattern: ISO_TIME.source },
  (value) =>
    typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))
      ? value
      : refuse('an ISO 8601 time with its offset', value),
)

export const oneOf = <T extends string>(...values: readonly T[]): FieldCheck<T> =>
  fieldCheck({ type: 'string', enum: values }, (value) =>
    values.includes(value as T) ? (value as T) : refuse(values.join(' | '), value),
  )

export const nullable = <T>(check: FieldCheck<T>): FieldCheck<T | null> =>
  fieldCheck({ anyOf: [check.schema, { type: 'null' }] }, (value, inPlace) =>
    value === null ? null : check(value, inPlace),
  )

/** Checks an array whose elements are checked later, one by one. */
export const opaqueArray = (maxLength: number): FieldCheck<readonly unknown[]> =>
  fieldCheck({ type: 'array', maxItems: maxLength }, (value) =>
    Array.isArray(value) && value.length <= maxLength
      ? frozenCopy(value, 0)
      : refuse(`an array of at most ${maxLength}`, value),
  )

const MAX_JSON_DEPTH = 32

/** Returns a deeply frozen copy of what JSON can hold. */
function frozenCopy<T>(value: T, depth: number): T {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_JSON_DEPTH) throw new FieldProblem(`must nest at most ${MAX_JSON_DEPTH} deep`)
  if (Array.isArray(value)) return Object.freeze(value.map((element) => frozenCopy(element, depth + 1))) as T
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, element] of Object.entries(plainObject(value))) copy[key] = frozenCopy(element, depth + 1)
  return Object.freeze(copy) as T
}

export const array = <T>(check: FieldCheck<T>, maxLength: number): FieldCheck<readonly T[]> =>
  fieldCheck({ type: 'array', items: check.schema, maxItems: maxLength }, (value, inPlace) => {
    if (!Array.isArray(value) || value.length > maxLength) return refuse(`an array of at most ${maxLength}`, value)
    const copy: T[] = inPlace ? value : new Array(value.length)
    let i = 0
    try {
      for (; i < value.length; i++) copy[i] = check(value[i], inPlace)
    } catch (error) {
      throw problemWithin(error, `[${i}]`)
    }
    return inPlace ? copy : Object.freeze(copy)
  })

/** Checks a map's keys and values. A copy has no prototype. */
export const map = <T>(
  key: FieldCheck<string>,
  value: FieldCheck<T>,
  maxSize: number,
): FieldCheck<Record<string, T>> => {
  const schema: FieldSchema = {
    type: 'object',
    propertyNames: key.schema,
    additionalProperties: value.schema,
    maxProperties: maxSize,
  }
  return fieldCheck(schema, (input, inPlace) => {
    const given = plainObject(input)
    const names = Object.keys(given)
    if (names.length > maxSize) throw new FieldProblem(`must have at most ${maxSize} keys; got ${names.length}`)
    const copy: Record<string, T> = inPlace ? (given as Record<string, T>) : Object.create(null)
    for (const name of names) {
      try {
        key(name)
      } catch (error) {
        throw error instanceof FieldProblem ? new FieldProblem(`key ${error.message}`) : error
      }
      try {
        const checked = value(given[name], inPlace)
        if (!inPlace || checked !== given[name]) copy[name] = checked
      } catch (error) {
        throw problemWithin(error, name)
      }
    }
    return inPlace ? copy : Object.freeze(copy)
  })
}

export type Rows<T> = {
  readonly [Name in keyof Required<T>]: FieldCheck<NonNullable<T[Name]> | Extract<T[Name], null>>
}

/** Checks an object by one row a field: absent fields stay absent unless required, unknown ones are ignored. */
export const object = <T extends object>(
  rows: Rows<T>,
  required: readonly (keyof T & string)[] = [],
): FieldCheck<T> => {
  const fields = Object.entries(rows) as [keyof T & string, FieldCheck<T[keyof T & string]>][]
  const properties = Object.fromEntries(fields.map(([name, { schema }]) => [name, schema]))
  return fieldCheck({ type: 'object', properties, required }, (input, inPlace) => {
    const given = plainObject(input)
    const copy: Partial<T> = inPlace ? (given as Partial<T>) : {}
    for (const name of required) if (given[name] === undefined) throw new FieldProblem('is missing').within(name)
    for (const [name, check] of fields) {
      const value = given[name]
      if (value === undefined) continue
      try {
        const checked = check(value, inPlace)
        // A fleet has a million fields a second: what stays as it is costs no write.
        if (!inPlace || checked !== value) copy[name] = checked
      } catch (error) {
        throw problemWithin(error, name)
      }
    }
    return (inPlace ? copy : Object.freeze(copy)) as T
  })
}

/** @param inPlace trusts the caller to own `input`, which becomes the value: no copy, nothing frozen */
export function parseWith<T>(check: FieldCheck<T>, input: unknown, inPlace = false): ParseResult<T> {
  try {
    return { ok: true, value: check(input, inPlace) }
  } catch (error) {
    if (!(error instanceof FieldProblem)) return { ok: false, problem: 'the document cannot be read' }
    const { message } = error
    return { ok: false, problem: /^(?:must|key) /.test(message) ? `the document ${message}` : message }
  }
}

function plainObject(input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) refuse('an object', input)
  for (const key in input) {
    if (FORBIDDEN_KEYS.has(key) && Object.hasOwn(input, key)) throw new FieldProblem(`must not have the key ${key}`)
  }
  return input as Record<string, unknown>
}

function describe(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}
