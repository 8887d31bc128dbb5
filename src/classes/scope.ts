import { TAG } from './tags.js'
import { clausesOf } from './words.js'

const BRACKETED = /^\s*[[(]([\p{L}\p{N} _.:/-]{1,40})[\])]\s*/u
const AUDIT_SCOPE = /^\W{0,8}audit(?:[\])]|:| -)/i

/** Returns what the name of a logger in front of a line says, as `[auth]`, and the line without it. */
export function scopeOf(template: string): { scope: number; text: string } {
  const match = BRACKETED.exec(template)
  const audit = AUDIT_SCOPE.test(template) ? TAG.record : 0
  if (match === null) return { scope: audit, text: template }
  const named = clausesOf(match[1]!).flat()
  return { scope: named.reduce((all, tags) => all | tags, audit), text: template.slice(match[0].length) }
}
