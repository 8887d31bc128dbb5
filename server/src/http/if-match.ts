import { Problem } from './problem.js'

/**
 * Returns the time, epoch seconds, of what a change replaces: what `If-Match` names, 0 where there is to be none; `undefined`: whatever
 * is there.
 *
 * @param field that says it in answers
 * @throws Problem
 */
export function replacedBy({ headers }: Request, field: string): number | undefined {
  const text = headers.get('if-match')
  if (text === null) return undefined
  const [, seconds] = /^"(\d{1,15})"$/.exec(text) ?? []
  if (seconds === undefined) throw new Problem(422, `if-match must be ${field} in quotes, or "0"`)
  return Number(seconds)
}
