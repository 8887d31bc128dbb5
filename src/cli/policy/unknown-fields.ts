import { nearestName } from '../../internal/nearest-name.js'
import type { FieldSchema } from '../../protocol/field-schema.js'

/** A field that nobody reads. */
export interface UnknownField {
  /** As `severity_rates.WARN`. */
  readonly path: string
  /** The one that was probably meant. */
  readonly meant: string | undefined
}

const MAX_FOUND = 20

/** Returns fields of a document that its schema does not name: those are ignored, in silence. */
export function unknownFields(document: unknown, schema: FieldSchema, path = ''): UnknownField[] {
  if (Array.isArray(document)) {
    const { items } = schema
    return items === undefined
      ? []
      : document.flatMap((one, i) => unknownFields(one, items, `${path}[${i}]`)).slice(0, MAX_FOUND)
  }
  if (typeof document !== 'object' || document === null) return []
  const { properties } = schema
  // A map has names of its own.
  if (properties === undefined) return []
  const names = Object.keys(properties)
  const found = Object.entries(document).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`
    if (!Object.hasOwn(properties, name)) return [{ path: at, meant: nearestName(name, names) }]
    return unknownFields(value, properties[name]!, at)
  })
  return found.slice(0, MAX_FOUND)
}
