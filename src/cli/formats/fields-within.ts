type Fields = Readonly<Record<string, unknown>>

/** Where the level stands if it is no field of the line: Elastic's ECS, logstash, Roarr. */
const LEVELS = [
  ['log', 'level'],
  ['@fields', 'level'],
  ['context', 'logLevel'],
] as const
/** And the service. */
const SERVICES = [
  ['resource_attributes', 'service.name'],
  ['service', 'name'],
] as const

/** Returns the level that an object within a line says; `undefined`: it says none. */
export function levelWithin(fields: Fields): string | number | undefined {
  for (const [outer, inner] of LEVELS) {
    const value = within(fields, outer, inner)
    if (typeof value === 'string' || typeof value === 'number') return value
  }
  return undefined
}

/** Returns the service that an object within a line names; `undefined`: it names none. */
export function serviceWithin(fields: Fields): string | undefined {
  for (const [outer, inner] of SERVICES) {
    const value = within(fields, outer, inner)
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}

function within(fields: Fields, outer: string, inner: string): unknown {
  const value = fields[outer]
  return typeof value === 'object' && value !== null && Object.hasOwn(value, inner)
    ? (value as Fields)[inner]
    : undefined
}

/** Returns the first text that is not empty under one of some keys. */
export function firstText(fields: Fields, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}
