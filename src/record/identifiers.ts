/** Attributes by which PostHog finds the person and the session that a record belongs to. */
export const IDENTIFIERS: ReadonlySet<string> = new Set(['posthogDistinctId', 'sessionId'])

/** Returns whether a value names nobody: there is none, or it is an empty text. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
