import { isBlank } from '../record/identifiers.js'

/** Attributes to add to a record, by name, and where in its own attributes their values are. */
export type Correlation = (attributes: Readonly<Record<string, unknown>>) => Record<string, unknown> | undefined

/**
 * Returns what an app's own attributes say of the attributes that PostHog links a log by. A name that is an attribute comes before a path
 * into objects; only texts and numbers are taken; an attribute that has the target's name stays, unless it is empty.
 */
export function createCorrelation(mapping: object): Correlation {
  const targets = Object.entries(mapping as Record<string, string | undefined>).flatMap(([target, path]) =>
    path === undefined ? [] : [{ target, path, steps: path.split('.') }],
  )
  if (targets.length === 0) return () => undefined
  return (attributes) => {
    let found: Record<string, unknown> | undefined
    for (const { target, path, steps } of targets) {
      if (!isBlank(attributes[target])) continue
      const value = attributes[path] ?? valueAt(attributes, steps)
      if ((typeof value !== 'string' && typeof value !== 'number') || isBlank(value)) continue
      found ??= {}
      found[target] = String(value)
    }
    return found
  }
}

function valueAt(root: unknown, steps: readonly string[]): unknown {
  let at = root
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string, unknown>)[step]
  }
  return at
}
