import { number, percent } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { patterns as texts } from '../texts/patterns.js'
import type { ServiceFacts } from './facts.js'
import type { Pattern } from './pattern-view.js'
import { overrideOf, ruleOf } from './why.js'

/** Returns in a few words what decides of a pattern. */
export function whyText(pattern: Pattern, { bytes, policyAt }: ServiceFacts): string {
  const { why, first_version: release, value } = pattern
  const words = texts.why
  const [exempt, lock, label] = (['exemption', 'lock', 'label'] as const).map((kind) => overrideOf(pattern, kind))
  switch (why) {
    case 'error':
      return words.error
    case 'exempt':
      return exempt === undefined ? words.exemptBy : words.exempt(plainText(exempt.reason))
    case 'security':
    case 'audit':
      return label?.class === why ? words.labelled(texts.classes[why]) : words[why]
    case 'judged':
      return words.judged
    case 'novel':
      return release === null ? words.novelNow : words.novel(plainText(release))
    case 'incident':
      return words.incident
    case 'locked':
      return words.locked(percent(pattern.ceiling), lock === undefined ? '' : plainText(lock.reason))
    case 'thinned':
    case 'free': {
      if (policyAt === undefined) return words.adapts
      const what = why === 'free' ? words.free : words.thinned(percent(bytes > 0 ? pattern.bytes / bytes : 0))
      return [what, words.value(value, number(value))].filter((text) => text !== '').join(', ')
    }
  }
}

/** Whether a person decided it. */
export const isByPerson = (pattern: Pattern): boolean =>
  pattern.overrides.length > 0 && (ruleOf(pattern) === 'exempt' || ruleOf(pattern) === 'locked')
