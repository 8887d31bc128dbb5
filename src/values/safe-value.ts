/** What an attribute or a body may be once it is safe to encode. */
export type SafeValue = string | number | bigint | boolean | Uint8Array | readonly SafeValue[] | SafeObject
export interface SafeObject {
  readonly entries: readonly (readonly [key: string, value: SafeValue])[]
}

/** Whether a compound value is an array; the alternative is a SafeObject. */
export function isList(value: readonly SafeValue[] | SafeObject): value is readonly SafeValue[] {
  return Array.isArray(value)
}

const MAX_DEPTH = 8
const MAX_KEYS = 128
const MAX_ITEMS = 256
const MAX_STRING_CHARACTERS = 32 * 1024
const MAX_RECORD_CHARACTERS = 64 * 1024
/** Of the room of a record, for each nested value: about 2,000 are looked at. */
const NODE_COST_CHARACTERS = 24
const INT64 = 1n << 63n

const UNREADABLE = '[unreadable]'
const TRUNCATED = '[truncated]'

/** What one record may still take, in characters of its strings plus a little per value. */
export interface SizeBudget {
  left: number
}

export function createSizeBudget(): SizeBudget {
  return { left: MAX_RECORD_CHARACTERS }
}

/**
 * A bounded copy of any value whatever: depth 8, 128 keys, 256 items, 32 KiB a string, 64 KiB a record. What cannot be read
 * is replaced by a marker; nothing throws. `undefined` = nothing to say (undefined, null).
 */
export function safeValue(value: unknown, budget: SizeBudget): SafeValue | undefined {
  switch (typeof value) {
    case 'string':
      return safeString(value, budget)
    case 'number':
      budget.left -= 9
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
      budget.left -= 2
      return value
    case 'object':
      return value === null ? undefined : safeCopy(value, budget, [])
    default:
      return safeRest(value, budget)
  }
}

export function safeString(text: string, budget: SizeBudget): string {
  const room = Math.max(0, Math.min(MAX_STRING_CHARACTERS, budget.left))
  budget.left -= Math.min(text.length, room) + 4
  if (text.length <= room) return text
  return text.slice(0, room) + TRUNCATED
}

function safeRest(value: unknown, budget: SizeBudget): SafeValue | undefined {
  budget.left -= 10
  if (typeof value === 'bigint') return value >= -INT64 && value < INT64 ? value : String(value)
  if (typeof value === 'symbol') return '[symbol]'
  if (typeof value === 'function') return '[function]'
  return undefined
}

function safeCopy(value: object, budget: SizeBudget, ancestors: object[]): SafeValue {
  try {
    return copy(value, budget, ancestors)
  } catch {
    return UNREADABLE
  }
}

function copy(value: object, budget: SizeBudget, ancestors: object[]): SafeValue {
  budget.left -= 4
  if (ancestors.includes(value)) return '[circular]'
  if (ancestors.length >= MAX_DEPTH || budget.left <= 0) return TRUNCATED
  if (value instanceof Uint8Array) return bytesOf(value, budget)
  if (ArrayBuffer.isView(value)) return safeString(`[${Object.prototype.toString.call(value).slice(8, -1)}]`, budget)
  if (value instanceof Date) return dateOf(Date.prototype.getTime.call(value), budget)
  if (value instanceof URL || value instanceof RegExp) return safeString(String(value), budget)
  const inner = [...ancestors, value]
  const child = (element: unknown) => {
    budget.left -= NODE_COST_CHARACTERS
    return typeof element === 'object' && element !== null
      ? safeCopy(element, budget, inner)
      : (safeValue(element, budget) ?? 'null')
  }
  if (Array.isArray(value)) return itemsOf(value.length, (i) => value[i], budget, child)
  if (value instanceof Set) {
    const items = firstOf(value, MAX_ITEMS)
    return itemsOf(value.size, (i) => items[i], budget, child)
  }
  if (value instanceof Map) return mapOf(value, budget, child)
  if (value instanceof Error) return errorOf(value, budget)
  return objectOf(value as Record<string, unknown>, budget, child)
}

function itemsOf(
  length: number,
  at: (i: number) => unknown,
  budget: SizeBudget,
  child: (element: unknown) => SafeValue,
): SafeValue[] {
  const items: SafeValue[] = []
  for (let i = 0; i < Math.min(length, MAX_ITEMS) && budget.left > 0; i++) items.push(child(readSafely(() => at(i))))
  if (length > items.length) items.push(`[${length - items.length} more]`)
  return items
}

function objectOf(
  value: Record<string, unknown>,
  budget: SizeBudget,
  child: (element: unknown) => SafeValue,
): SafeObject {
  const entries: [string, SafeValue][] = []
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    if (entries.length === MAX_KEYS || budget.left <= 0) {
      entries.push([TRUNCATED, true])
      break
    }
    const element = readSafely(() => value[key])
    if (element === undefined) continue
    entries.push([safeString(key, budget), child(element)])
  }
  return { entries }
}

function mapOf(map: Map<unknown, unknown>, budget: SizeBudget, child: (element: unknown) => SafeValue): SafeObject {
  const entries: [string, SafeValue][] = []
  for (const [key, element] of firstOf(map, MAX_KEYS)) {
    if (budget.left <= 0) break
    entries.push([safeString(String(readSafely(() => String(key))), budget), child(element)])
  }
  if (entries.length < map.size) entries.push([TRUNCATED, true])
  return { entries }
}

function errorOf(error: Error, budget: SizeBudget): SafeObject {
  const text = (read: () => unknown) => {
    const value = readSafely(read)
    return safeString(typeof value === 'string' ? value : '', budget)
  }
  return {
    entries: [
      ['type', text(() => error.name)],
      ['message', text(() => error.message)],
      ['stack', text(() => error.stack)],
    ],
  }
}

function dateOf(millis: number, budget: SizeBudget): string {
  return safeString(Number.isNaN(millis) ? 'Invalid Date' : new Date(millis).toISOString(), budget)
}

function bytesOf(bytes: Uint8Array, budget: SizeBudget): SafeValue {
  const room = Math.max(0, Math.min(MAX_STRING_CHARACTERS, budget.left))
  budget.left -= Math.min(bytes.length, room)
  return bytes.length <= room ? bytes : bytes.subarray(0, room)
}

function firstOf<T>(values: Iterable<T>, count: number): T[] {
  const first: T[] = []
  for (const value of values) {
    if (first.length === count) break
    first.push(value)
  }
  return first
}

/** What `read` answers, or a marker if it throws. */
export function readSafely(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return UNREADABLE
  }
}

/** The value as plain JavaScript, for code of the app to look at. */
export function plainValue(value: SafeValue): unknown {
  if (typeof value !== 'object' || value instanceof Uint8Array) return value
  if (isList(value)) return value.map(plainValue)
  const plain: Record<string, unknown> = Object.create(null)
  for (const [key, element] of value.entries) plain[key] = plainValue(element)
  return plain
}

/** The entries of an object that was copied; none of anything else. */
export function entriesOf(value: SafeValue | undefined): SafeObject['entries'] {
  return typeof value !== 'object' || value instanceof Uint8Array || isList(value) ? [] : value.entries
}
