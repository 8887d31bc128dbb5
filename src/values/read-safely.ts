/** What stands in the place of what cannot be read. */
export const UNREADABLE = '[unreadable]'

/** Returns what `read` returns, or a marker if it throws. */
export function readSafely(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return UNREADABLE
  }
}

/** Returns what `read` returns if it is a text that says something. */
export function textOf(read: () => unknown): string | undefined {
  try {
    const value = read()
    return typeof value === 'string' && value !== '' ? value : undefined
  } catch {
    return undefined
  }
}
