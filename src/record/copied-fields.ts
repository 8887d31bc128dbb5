import { foundWide, MAX_NAMES, nameCountOf, namesOf } from './wide-objects.js'

/** In a copy: how many fields of the app's object are not in it. What is spread carries it on; nothing is sent by its name. */
const LEFT_OUT = Symbol.for('lipservice.left_out')

type Fields = Readonly<Record<string, unknown>>

/**
 * Returns a shallow copy of an object of the app. Of one with very many fields it has the first 1,024, and those by which an object says that it
 * holds an error: copying 300,000 takes a second.
 *
 * @throws what a getter throws
 */
export function copiedFields(given: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  let count = 0
  for (const key in namesOf(given)) {
    if (!Object.hasOwn(given, key)) continue
    if (count++ === MAX_NAMES && nameCountOf(given) === undefined) {
      foundWide(given)
      break
    }
    putField(copy, key, given)
  }
  const all = nameCountOf(given)
  if (all === undefined) return copy
  for (const key in namesOf(given)) if (!Object.hasOwn(copy, key)) putField(copy, key, given)
  return Object.assign(copy, { [LEFT_OUT]: all - Object.keys(copy).length })
}

/** Copies a field, whatever its name is. */
export function putField(copy: Record<string, unknown>, key: string, given: object): void {
  const value = (given as Fields)[key]
  // Set as any other it would become the prototype.
  if (key === '__proto__')
    Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true })
  else copy[key] = value
}

/** Returns how many fields were left out of what an object was copied from. */
export function leftOutOf(fields: object): number {
  const count: unknown = (fields as { readonly [LEFT_OUT]?: unknown })[LEFT_OUT]
  return typeof count === 'number' && count > 0 ? count : 0
}
