import type { WordFamily } from 'lipservice/protocol'
import { OUTCOMES } from 'lipservice/signature'
import { yieldToEventLoop } from '../internal/clock.js'
import { MAX_EXEMPT } from '../store/contracts/families.js'
import { MAX_TEMPLATE_CHARACTERS } from '../store/contracts/patterns.js'
import { namedBy, type PatternRow, patternName, type StoredFamily } from '../store/store.js'

/** Patterns that were known for longer when a family was first told stay themselves. */
const OLD_SECONDS = 600
/** As many as SDKs take from one policy. */
const MAX_EXEMPT_OF_ALL = 4_096
const ANY_WORD = '<+>'
const NO_WORDS: ReadonlySet<string> = new Set(['', '<*>', ...OUTCOMES])

type KnownPattern = Pick<PatternRow, 'signature' | 'check' | 'template' | 'firstSeen'>

/**
 * Returns the families of a service that all of its instances may have, each with the patterns that stay themselves: what instances said,
 * and what the server knew for over ten minutes when the family was first told, whoever told it. A family of which more than 256
 * patterns or more than half of those that were known would have to stay themselves is nobody's but its instance's.
 *
 * A pattern that no SDK has said a check of cannot be named. One whose text is not there is of no family; an instance that has it for
 * ten minutes leaves it alone by itself.
 */
export async function sharedFamilies(
  told: readonly StoredFamily[],
  patterns: readonly KnownPattern[],
): Promise<readonly WordFamily[]> {
  const families: WordFamily[] = []
  let room = MAX_EXEMPT_OF_ALL
  for (const family of told) {
    await yieldToEventLoop()
    const exempt = exemptOf(family, patterns)
    if (exempt === undefined || exempt.length > room) continue
    room -= exempt.length
    const { template, severity } = family
    families.push({ template, severity, ...(exempt.length > 0 && { exempt: exempt.map(namedBy) }) })
  }
  return families
}

/** Returns the names of the patterns that stay themselves; `undefined`: they are too many. */
function exemptOf(family: StoredFamily, patterns: readonly KnownPattern[]): string[] | undefined {
  const names = new Set(family.exempt)
  const words = family.template.split(' ')
  const at = words.indexOf(ANY_WORD)
  const prefix = words.slice(0, at).map((word) => `${word} `)
  const suffix = words.slice(at + 1).map((word) => ` ${word}`)
  const isOfFamily = memberTest(prefix.join(''), suffix.join(''))
  let known = 0
  let members = 0
  for (const pattern of patterns) {
    if (pattern.firstSeen > family.firstTold - OLD_SECONDS) continue
    known++
    // Of any severity: one that mostly warns may begin elsewhere with a record that does not.
    if (!isOfFamily(pattern.template)) continue
    members++
    if (pattern.check !== '') names.add(patternName(pattern))
  }
  return names.size > MAX_EXEMPT || members > known / 2 ? undefined : [...names]
}

/** Returns a test whether a template is one of a family, or may be one as far as its text was kept. */
function memberTest(prefix: string, suffix: string): (template: string) => boolean {
  return (template) => {
    if (!template.startsWith(prefix)) return false
    const space = template.indexOf(' ', prefix.length)
    const end = space < 0 ? template.length : space
    if (NO_WORDS.has(template.slice(prefix.length, end))) return false
    const rest = template.slice(end)
    return rest === suffix || (template.length >= MAX_TEMPLATE_CHARACTERS && suffix.startsWith(rest))
  }
}
