/** What PostHog puts in the place of what varies, in its order. Ours is coarser than its own: tests must not lean on more. */
const MASKS: readonly (readonly [find: RegExp, mask: string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\b/g, '<TIMESTAMP>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<UUID>'],
  [/\b[\w.+-]+@[\w-]+\.[\w.]+\b/g, '<EMAIL>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<IP>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<HEX>'],
  [/(?<![A-Za-z_])\d+(?:\.\d+)?/g, '<N>'],
]

/** Returns a body with what varies masked; of a JSON object the keys alone. */
export function maskedPattern(body: string): string {
  if (body.startsWith('{')) {
    try {
      return `<JSON:${Object.keys(JSON.parse(body)).sort().join(',')}>`
    } catch {
      // Not JSON then: a text as any other.
    }
  }
  return MASKS.reduce((text, [find, mask]) => text.replace(find, mask), body)
}
