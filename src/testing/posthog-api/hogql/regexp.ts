import { HogQLError } from './tree.js'

const CACHE = new Map<string, RegExp>()
const MAX_CACHED = 200

/** Returns an RE2 expression as one of JavaScript. @throws HogQLError for what RE2 does not have */
export function re2(pattern: string): RegExp {
  const known = CACHE.get(pattern)
  if (known !== undefined) return known
  if (/\(\?(?:[=!>]|<[=!])|\\[1-9]|\\k</.test(pattern))
    throw new HogQLError(`invalid regular expression: ${pattern}`, 'cannot_compile_regexp')
  // RE2 has its flags in front, and dots that match no line break.
  const [, flags = '', rest = pattern] = /^\(\?([a-z]+)\)([\s\S]*)$/.exec(pattern) ?? []
  try {
    const made = new RegExp(rest.replaceAll('(?P<', '(?<').replaceAll('\\z', '$'), `gu${flags.replace(/[^ims]/g, '')}`)
    if (CACHE.size >= MAX_CACHED) CACHE.clear()
    CACHE.set(pattern, made)
    return made
  } catch {
    throw new HogQLError(`invalid regular expression: ${pattern}`, 'cannot_compile_regexp')
  }
}

/** `\0` is all that was found, `\1` the first group. */
export const replacementOf = (text: string): string =>
  text
    .replaceAll('$', '$$$$')
    .replace(/\\(\d|\\)/g, (_, found: string) => (found === '\\' ? '\\' : found === '0' ? '$&' : `$${found}`))

/** Returns `LIKE` as an expression. */
export function likeRegExp(pattern: string, anyCase: boolean): RegExp {
  const source = pattern.replace(/\\[%_\\]|[%_]|[.*+?^${}()|[\]\\]/g, (found) => {
    if (found === '%') return '[\\s\\S]*'
    if (found === '_') return '[\\s\\S]'
    return found.length === 2 ? found.slice(1).replace('\\', '\\\\') : `\\${found}`
  })
  return new RegExp(`^${source}$`, anyCase ? 'iu' : 'u')
}
