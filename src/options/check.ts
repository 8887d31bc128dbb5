import { publicText } from '../internal/public-text.js'

const MAX_SHOWN = 80

/** What a check returns for a bad value: what is allowed. `range` = the type fits but the value does not. */
export type Problem = { readonly allowed: string; readonly range?: boolean }
export type Check = (value: unknown) => Problem | undefined

export const isString = (allowed: string, fits: (text: string) => boolean = (text) => text.trim() !== ''): Check => {
  return (value) => {
    if (typeof value !== 'string') return { allowed }
    return fits(value) ? undefined : { allowed, range: true }
  }
}

export const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : { allowed: 'true or false' })

export const isNumber = (allowed: string, fits: (n: number) => boolean): Check => {
  return (value) => {
    if (typeof value !== 'number') return { allowed }
    return Number.isFinite(value) && fits(value) ? undefined : { allowed, range: true }
  }
}

export const isOneOf = (...values: readonly string[]): Check => {
  const allowed = values.map((value) => `'${value}'`).join(' or ')
  return (value) => (typeof value === 'string' && values.includes(value) ? undefined : { allowed, range: true })
}

export const isFunction: Check = (value) => (typeof value === 'function' ? undefined : { allowed: 'a function' })

export const isStringOrFunction = (allowed: string): Check => {
  const check = isString(allowed)
  return (value) => (typeof value === 'function' ? undefined : check(value))
}

export const isUrl: Check = isString('an http:// or https:// URL', (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.protocol === 'http:' || url?.protocol === 'https:'
})

/** Returns what a variable may be, where it is written in a way of its own. */
export function inSyntax(problem: Problem, syntax: string | undefined): Problem {
  return syntax === undefined ? problem : { allowed: syntax, range: true }
}

/** Returns a text that was given as it may be shown: short, without keys, nor user and password of a URL. */
export function shownText(text: string): string {
  const shown = publicText(text)
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown
}

/** Returns the error for a value that a check refused. Values are shown shortened, keys and tokens not at all. */
export function optionError(name: string, value: unknown, { allowed, range }: Problem, secret = false): Error {
  const shown = secret ? describeType(value) : show(value)
  const message = `lipservice: ${name} must be ${allowed}; got ${shown}`
  return range === true ? new RangeError(message) : new TypeError(message)
}

function show(value: unknown): string {
  if (typeof value === 'string') return `'${shownText(value)}'`
  if (typeof value === 'object' && value !== null) return describeObject(value)
  return String(value)
}

function describeObject(value: object): string {
  try {
    const json = JSON.stringify(value)
    return json === undefined ? describeType(value) : publicText(json).slice(0, 120)
  } catch {
    return describeType(value)
  }
}

function describeType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return `a value of type ${typeof value}`
}
