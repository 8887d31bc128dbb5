/** What an attribute or a body may be once it is safe to encode. */
export type SafeValue = null | string | number | bigint | boolean | Uint8Array | readonly SafeValue[] | SafeObject
export interface SafeObject {
  readonly entries: readonly (readonly [key: string, value: SafeValue])[]
}

export type Entry = readonly [key: string, value: SafeValue]

/** Returns whether a value holds others. */
export function isCompound(value: SafeValue): value is readonly SafeValue[] | SafeObject {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

/** Returns whether a compound value is an array; the alternative is a SafeObject. */
export function isList(value: readonly SafeValue[] | SafeObject): value is readonly SafeValue[] {
  return Array.isArray(value)
}

/** Returns the value as plain JavaScript, for code of the app to look at. */
export function plainValue(value: SafeValue): unknown {
  if (!isCompound(value)) return value
  if (isList(value)) return value.map(plainValue)
  const plain: Record<string, unknown> = Object.create(null)
  for (const [key, element] of value.entries) plain[key] = plainValue(element)
  return plain
}

/** Returns the entries of an object that was copied; none of anything else. */
export function entriesOf(value: SafeValue | undefined): readonly Entry[] {
  return value === undefined || !isCompound(value) || isList(value) ? [] : value.entries
}
