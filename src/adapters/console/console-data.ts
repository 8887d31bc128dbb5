import { isPlainObject } from '../../record/plain-object.js'

/** More than a record has room for, so that what is dropped is counted. */
const MAX_FIELDS = 4_096
const OURS = 'lipservice.'

/**
 * Returns the fields of the plain objects among the arguments of a call, the first of a name; `undefined`: there are none. The console
 * runs no getter of what it prints: neither does this.
 */
export function dataOf(args: readonly unknown[]): Record<string, unknown> | undefined {
  let data: Record<string, unknown> | undefined
  let left = MAX_FIELDS
  for (const arg of args) {
    if (!isPlain(arg)) continue
    data ??= {}
    for (const key in arg) {
      if (left-- === 0) return data
      const property = Object.getOwnPropertyDescriptor(arg, key)
      // What is printed may come from anybody: it asks nothing of us.
      const name = key.startsWith(OURS) ? `app.${key}` : key
      if (property !== undefined && 'value' in property && !Object.hasOwn(data, name)) data[name] = property.value
    }
  }
  return data
}

export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlainObject(value)
}
