import { types } from 'node:util'
import { isError } from '../record/error.js'
import { isPlainObject } from '../record/plain-object.js'
import { foundWide, namesOf } from '../record/wide-objects.js'
import { errorEntries } from './error-value.js'
import { textOfKnownKind } from './known-kinds.js'
import { readSafely, UNREADABLE } from './read-safely.js'
import { roomOf, type SizeBudget, safeString, TRUNCATED } from './size-budget.js'
import type { Entry, SafeObject, SafeValue } from './value-types.js'

const MAX_DEPTH = 8
const MAX_KEYS = 128
const MAX_ITEMS = 256
/** Of the room of a record, for each nested value: about 2,000 are looked at. */
const NODE_COST_CHARACTERS = 24

const INT64 = 1n << 63n
const MAX_BIGINT = 1n << 4_096n

/** Copies a value within another. */
type Child = (element: unknown, within?: SizeBudget) => SafeValue

/**
 * Returns a bounded copy of any value whatever: depth 8, 128 keys, 256 items, 32 KiB a string, 64 KiB a record. What cannot be read
 * is replaced by a marker; nothing throws. `undefined` = nothing to say.
 */
export function safeValue(value: unknown, budget: SizeBudget): SafeValue | undefined {
  return typeof value === 'object' && value !== null ? safeCopy(value, budget, []) : safePrimitive(value, budget)
}

/** As {@link safeValue}, of an error whose stack stands elsewhere already. */
export function safeErrorWithoutStack(error: object, budget: SizeBudget): SafeValue {
  try {
    return { entries: errorEntries(error, budget, childOf([error], budget), false) }
  } catch {
    return UNREADABLE
  }
}

function safePrimitive(value: unknown, budget: SizeBudget): SafeValue | undefined {
  switch (typeof value) {
    case 'string':
      return safeString(value, budget)
    case 'number':
      budget.left -= 9
      return Number.isFinite(value) ? value : String(value)
    case 'boolean':
      budget.left -= 2
      return value
    case 'bigint':
      return safeBigInt(value, budget)
    case 'symbol':
    case 'function':
      budget.left -= 10
      return `[${typeof value}]`
    default:
      return value === null ? null : undefined
  }
}

/** As a number where OTLP has room for it, else as its digits. */
function safeBigInt(value: bigint, budget: SizeBudget): SafeValue {
  budget.left -= 10
  if (value >= -INT64 && value < INT64) return value
  // The digits of a number take time in more than their count.
  if (value < MAX_BIGINT && value > -MAX_BIGINT) return safeString(String(value), budget)
  budget.cut++
  return '[bigint]'
}

function safeCopy(value: object, budget: SizeBudget, ancestors: readonly object[]): SafeValue {
  try {
    return copy(value, budget, ancestors)
  } catch {
    return UNREADABLE
  }
}

function copy(value: object, budget: SizeBudget, ancestors: readonly object[]): SafeValue {
  budget.left -= 4
  if (ancestors.includes(value)) return '[circular]'
  if (ancestors.length >= MAX_DEPTH || budget.left <= 0) {
    budget.cut++
    return TRUNCATED
  }
  const child = childOf([...ancestors, value], budget)
  if (Array.isArray(value)) return itemsOf(value.length, (i) => value[i], budget, child)
  if (isPlainObject(value)) return fieldsOf(value, budget, child)
  if (isError(value)) return { entries: errorEntries(value, budget, child) }
  if (value instanceof Uint8Array) return bytesOf(value, budget)
  if (ArrayBuffer.isView(value)) return named(value, budget)
  if (types.isSet(value)) return setOf(value, budget, child)
  if (types.isMap(value)) return mapOf(value, budget, child)
  const text = textOfKnownKind(value)
  if (text !== undefined) return safePrimitive(text, budget) ?? null
  return budget.namesInstances ? named(value, budget) : fieldsOf(value, budget, child)
}

function childOf(ancestors: readonly object[], budget: SizeBudget): Child {
  return (element, within = budget) => {
    within.left -= NODE_COST_CHARACTERS
    return typeof element === 'object' && element !== null
      ? safeCopy(element, within, ancestors)
      : (safePrimitive(element, within) ?? null)
  }
}

function itemsOf(length: number, at: (i: number) => unknown, budget: SizeBudget, child: Child): SafeValue[] {
  const items: SafeValue[] = []
  for (let i = 0; i < Math.min(length, MAX_ITEMS) && budget.left > 0; i++)
    items.push(
      child(
        readSafely(() => at(i)),
        budget,
      ),
    )
  if (length > items.length) {
    budget.cut += 1
    items.push(`[${length - items.length} more]`)
  }
  return items
}

function fieldsOf(value: object, budget: SizeBudget, child: Child): SafeObject {
  const entries: Entry[] = []
  for (const key in namesOf(value)) {
    if (!Object.hasOwn(value, key)) continue
    if (entries.length === MAX_KEYS || budget.left <= 0) {
      foundWide(value)
      markCut(entries, budget)
      break
    }
    const element = readSafely(() => (value as Record<string, unknown>)[key])
    if (element === undefined) continue
    entries.push([safeString(key, budget), child(element, budget)])
  }
  return { entries }
}

function setOf(set: Set<unknown>, budget: SizeBudget, child: Child): SafeValue[] {
  const items = firstOf(set, MAX_ITEMS)
  return itemsOf(set.size, (i) => items[i], budget, child)
}

function mapOf(map: Map<unknown, unknown>, budget: SizeBudget, child: Child): SafeObject {
  const entries: Entry[] = []
  for (const [key, element] of firstOf(map, MAX_KEYS)) {
    if (budget.left <= 0) break
    entries.push([safeString(nameOfKey(key), budget), child(element, budget)])
  }
  if (entries.length < map.size) markCut(entries, budget)
  return { entries }
}

/** What a key of a Map is called: of an object no more than its kind, because its text may be of any length, and longer than what it is made of. */
function nameOfKey(key: unknown): string {
  if (typeof key !== 'object' || key === null) return String(readSafely(() => String(key)))
  const text = readSafely(() => textOfKnownKind(key))
  return text === undefined ? String(readSafely(() => `[${classOf(key)}]`)) : String(text)
}

function markCut(entries: Entry[], budget: SizeBudget): void {
  budget.cut++
  entries.push([TRUNCATED, true])
}

function bytesOf(bytes: Uint8Array, budget: SizeBudget): SafeValue {
  const room = roomOf(budget)
  budget.left -= Math.min(bytes.length, room)
  if (bytes.length <= room) return bytes
  budget.cut++
  return bytes.subarray(0, room)
}

/** Returns an object of which only its class is said. */
function named(value: object, budget: SizeBudget): string {
  return safeString(`[${classOf(value)}]`, budget)
}

function classOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  const { constructor: made } = value
  return tag === 'Object' && typeof made === 'function' && typeof made.name === 'string' ? made.name : tag
}

function firstOf<T>(values: Iterable<T>, count: number): T[] {
  const first: T[] = []
  for (const value of values) {
    if (first.length === count) break
    first.push(value)
  }
  return first
}
