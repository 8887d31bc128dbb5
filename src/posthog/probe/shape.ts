import { beginsLikeToken } from '../../redaction/known-tokens.js'
import { redactText } from '../../redaction/redact-text.js'

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
/** Words of letters, as fields are named; what has more digits than a version is an id, or a key. */
const PLAIN_NAME = /^_{0,2}[A-Za-z]{1,20}(?:_{1,2}[A-Za-z]{1,20}){0,7}[0-9]{0,2}$/
/** More names than this in one object are no fields: somebody else chose them. */
const MAX_FIELDS = 60
const MAX_DEPTH = 12
const MAX_ITEMS = 200

/** Types in the place of values: a name, a list of what its items may be, or an object of them. */
export type Shape = string | readonly Shape[] | { readonly [name: string]: Shape }

/** Returns what a value is made of, and nothing that it says: types for values, `*` for names that others chose. */
export function shapeOf(value: unknown, depth = 0): Shape {
  if (value === null) return 'null'
  if (Array.isArray(value) && depth < MAX_DEPTH)
    return unique(value.slice(0, MAX_ITEMS).map((item) => shapeOf(item, depth + 1)))
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value !== 'object') return typeof value
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? 'list' : 'object'
  const shape: Record<string, Shape> = {}
  const entries = Object.entries(value)
  for (const [name, item] of entries)
    shape[entries.length <= MAX_FIELDS && isPlainName(name) ? name : '*'] =
      MAPS.has(name) && typeof item === 'object' && item !== null && !Array.isArray(item)
        ? {
            '*': unique(
              Object.values(item).map((one) => (typeof one === 'object' && one !== null ? 'object' : shapeOf(one))),
            ),
          }
        : shapeOf(item, depth + 1)
  return shape
}

const isPlainName = (name: string): boolean =>
  PLAIN_NAME.test(name) && !beginsLikeToken(name, 0) && redactText(name) === name

const unique = (shapes: readonly Shape[]): Shape[] => [
  ...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values(),
]

/** Returns a path without ids and without what was asked for: names of parameters alone. */
export function pathShape(url: URL): string {
  const path = url.pathname.replace(/\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/gi, '/:id')
  const names = [...new Set(url.searchParams.keys())].filter(isPlainName).sort()
  return names.length === 0 ? path : `${path}?${names.join('&')}`
}
