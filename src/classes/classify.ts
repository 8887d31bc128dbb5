import { isAudit } from './audit.js'
import { isBusiness } from './business.js'
import { isIdle } from './clause.js'
import { isHealthCheck } from './health.js'
import { withoutContent } from './quoted-content.js'
import { scopeOf } from './scope.js'
import { isSecurity } from './security.js'
import { sourceOf } from './sources.js'
import type { Statement } from './statement.js'
import { clausesOf } from './words.js'

/** What a pattern is worth, by its words alone. */
export const CLASSES = ['error', 'security', 'audit', 'health_check', 'business', 'debug', 'unknown'] as const
export type PatternClass = (typeof CLASSES)[number]

/** A template is shorter; what is beyond is not read. */
const MAX_CHARACTERS = 512

/** The first that fits: what protects comes first, what is worth least comes last. */
const BY_WORDS: readonly (readonly [PatternClass, (statement: Statement) => boolean])[] = [
  ['security', isSecurity],
  ['audit', isAudit],
  ['business', isBusiness],
  ['health_check', isHealthCheck],
]

/**
 * Returns the class of a pattern, by its template and the severity that most of its records have: who did what, and how it went.
 * A word alone says little: `Order queue is empty` is no order, `search for password reset tips` no reset.
 *
 * @example
 * classify('Payment of <*> declined', 'WARNING') // 'business'
 */
export function classify(template: string, severity: string): PatternClass {
  if (severity === 'ERROR' || severity === 'CRITICAL') return 'error'
  const isDetail = severity === 'DEBUG' || severity === 'TRACE'
  return (
    byWords(template.slice(0, MAX_CHARACTERS), isDetail, severity === 'WARNING') ?? (isDetail ? 'debug' : 'unknown')
  )
}

function byWords(template: string, isDetail: boolean, isWarning: boolean): PatternClass | undefined {
  const source = sourceOf(template)
  if (source === 'probe' && !isWarning) return 'health_check'
  if (source !== 'app') return undefined
  const { scope, text } = scopeOf(template)
  const clauses = clausesOf(withoutContent(text))
  const line = clauses.flat().reduce((all, tags) => all | tags, 0)
  const statements = clauses
    .filter((clause) => !isIdle(clause))
    .map((clause): Statement => ({ clause, line, scope, isDetail, isWarning }))
  return BY_WORDS.find(([, isOf]) => statements.some(isOf))?.[0]
}
