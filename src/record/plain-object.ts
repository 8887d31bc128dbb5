/**
 * Returns whether an object is a literal or made by `JSON.parse`, in whatever realm, and no instance of a class. A revoked proxy throws.
 */
export function isPlainObject(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

/** Returns whether a value can be the attributes of a record; an array or a text has as many names as items. */
export function hasNames(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}
