/** Fields whose names come from others: attributes, counts by name. */
const MAPS = new Set([
  'attributes',
  'resource_attributes',
  'severity_counts',
  'properties',
  'filters',
  'payloads',
  'source',
  'query_status',
])
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,48}$/
const MAX_DEPTH = 12
const MAX_ITEMS = 200

/** Types in the place of values: a name, a list of what its items may be, or an object of them. */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape }

/** Returns what a value is made of, and nothing that it says: types for values, `*` for names that others chose. */
export function shapeOf(value: unknown, depth = 0): Shape {
  if (value === null) return 'null'
  if (Array.isArray(value)) return unique(value.slice(0, MAX_ITEMS).map((item) => shapeOf(item, depth + 1)))
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value !== 'object') return typeof value
  if (depth >= MAX_DEPTH) return 'object'
  const shape: Record<string, Shape> = {}
  for (const [name, item] of Object.entries(value))
    shape[PLAIN_NAME.test(name) ? name : '*'] =
      MAPS.has(name) && typeof item === 'object' && item !== null && !Array.isArray(item)
        ? {
            '*': unique(
              Object.values(item).map((one) => (typeof one === 'object' && one !== null ? 'object' : shapeOf(one))),
            ),
          }
        : shapeOf(item, depth + 1)
  return shape
}

const unique = (shapes: readonly Shape[]): Shape[] => [
  ...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values(),
]

/** Returns a path without ids and without what was asked for: names of parameters alone. */
export function pathShape(url: URL): string {
  const path = url.pathname.replace(/\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/gi, '/:id')
  const names = [...new Set(url.searchParams.keys())].filter((name) => PLAIN_NAME.test(name)).sort()
  return names.length === 0 ? path : `${path}?${names.join('&')}`
}
