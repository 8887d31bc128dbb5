/** Returns what a value is that is not what it should be: for a message, without its content. */
export function describeGiven(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  try {
    const { version } = value as { version?: unknown }
    return typeof version === 'string' ? `an object of version ${version.slice(0, 20)}` : 'an object'
  } catch {
    return 'an object'
  }
}
