/** Code below a heading is looked through so far, in characters. */
const MAX_CODE = 2_048
const MAX_REASON = 256
const PLACE = /:\d+:\d+\s*$/
const CODE = /^\s*(?:[>→✕❯]\s*)?\d/u

/**
 * A message whose reason stands below a heading, a place and more code than is scanned, without the code: as the same message with less of it.
 *
 * @example
 * belowCode('Invalid call in\n/app/a.ts:12:5\n\n  11 …\n→ 12 …\nNot found')
 * // → 'Invalid call in\n/app/a.ts:12:5\nNot found'
 */
export function belowCode(text: string): string {
  const lines = text.slice(0, MAX_CODE).split('\n')
  const place = lines.findIndex((line) => PLACE.test(line))
  if (place < 1) return text
  const reason = lines.findIndex((line, i) => i > place && line.trim() !== '' && !CODE.test(line))
  if (reason < 0) return text
  return [...lines.slice(0, place + 1), lines.slice(reason).join('\n').slice(0, MAX_REASON)].join('\n')
}
