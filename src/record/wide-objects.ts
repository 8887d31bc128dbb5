/** Names that are looked at of an object that has very many. */
export const MAX_NAMES = 1_024
/** Names by which an object says that it holds an error, looked at wherever they stand. */
export const ERROR_NAMES = [
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'stack',
  'err',
  'error',
  'exception',
]

/** What is known of an object with more names than a loop wanted. */
interface WideObject {
  readonly record: number
  names?: Readonly<Record<string, undefined>>
  count?: number
}

const wideObjects = new WeakMap<object, WideObject>()
/** Number of the record under way: what is known of an object holds while the app has no turn to change it. */
let record = 0
let hasWideObjects = false

/** Another record is looked at, by whoever is the first to do so: the app may have changed its objects since the last one. */
export function beginRecord(): void {
  if (!hasWideObjects) return
  record++
  hasWideObjects = false
}

/**
 * A loop over the names of an object has come to its bound. V8 makes a list of all names before such a loop begins, 300,000 of them in a tenth
 * of a second: one more list is made, and no other for this record.
 */
export function foundWide(object: object): void {
  if (wideObjects.get(object)?.record === record && hasWideObjects) return
  wideObjects.set(object, { record })
  hasWideObjects = true
}

/** Returns what to loop over with `for…in` to see the names of an object: the object itself, or where it has very many, some of them. */
export function namesOf(object: object): object {
  return wideObjectOf(object)?.names ?? object
}

/** Returns how many names an object has, of which `namesOf` returns some; `undefined` where it returns all. */
export function nameCountOf(object: object): number | undefined {
  return wideObjectOf(object)?.count
}

function wideObjectOf(object: object): WideObject | undefined {
  if (!hasWideObjects) return undefined
  const wide = wideObjects.get(object)
  if (wide === undefined || wide.record !== record) return undefined
  if (wide.names === undefined) {
    const all = Object.keys(object)
    const names: Record<string, undefined> = Object.create(null)
    for (let i = 0; i < all.length && i < MAX_NAMES; i++) names[all[i]!] = undefined
    for (const name of ERROR_NAMES) if (Object.hasOwn(object, name)) names[name] = undefined
    wide.names = names
    wide.count = all.length
  }
  return wide
}
