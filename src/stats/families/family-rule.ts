import { ANY_TOKEN } from '../../protocol/merge-rule.js'
import {
  MAX_EXEMPT_OF_FAMILY,
  MAX_FAMILY_CHARACTERS,
  type PatternName,
  type WordFamily,
} from '../../protocol/word-family.js'
import { SEVERITIES, severityIndexOf } from '../../record/severity.js'
import { redactTemplate } from '../../redaction/redact-template.js'
import { type Signature, signTemplate } from '../../signature/signature.js'

const WARNING_BAND = SEVERITIES.indexOf('WARNING')

/** All templates that differ in one word only, of one band of severities: more than 100 of them are one pattern. */
export interface FamilyRule {
  readonly band: number
  readonly prefix: string
  readonly suffix: string
  /** Of the pattern that they are. */
  readonly signature: Signature
  /** Patterns that stayed themselves when the rule was made. */
  readonly exempt: PatternName[]
}

export function familyRule(band: number, prefix: string, suffix: string): FamilyRule {
  return { band, prefix, suffix, signature: signTemplate(`${prefix}<*>${suffix}`), exempt: [] }
}

/** Returns whether a template is one of a rule. */
export function isOfFamily({ prefix, suffix }: Pick<FamilyRule, 'prefix' | 'suffix'>, template: string): boolean {
  const end = template.length - suffix.length
  return (
    end > prefix.length &&
    template.startsWith(prefix) &&
    template.endsWith(suffix) &&
    !template.slice(prefix.length, end).includes(' ')
  )
}

/** Returns a rule as the protocol has it; `undefined` if it is of errors, shows a secret, or is too large: then it stays in this process. */
export function wordFamilyOf({ band, prefix, suffix, exempt }: FamilyRule): WordFamily | undefined {
  const template = `${prefix}${ANY_TOKEN}${suffix}`
  if (band > WARNING_BAND || exempt.length > MAX_EXEMPT_OF_FAMILY || template.length > MAX_FAMILY_CHARACTERS) return
  if (redactTemplate(template) !== template) return
  const severity = SEVERITIES[band] as WordFamily['severity']
  return { template, severity, ...(exempt.length > 0 && { exempt }) }
}

/** The rule of a family that came with a policy. */
export function ruleOf({ template, severity }: WordFamily): FamilyRule {
  const words = template.split(' ')
  const at = words.indexOf(ANY_TOKEN)
  const prefix = words.slice(0, at).map((word) => `${word} `)
  const suffix = words.slice(at + 1).map((word) => ` ${word}`)
  return familyRule(SEVERITIES.indexOf(severity), prefix.join(''), suffix.join(''))
}

/** Returns 0–5 for TRACE, DEBUG, INFO, WARN, ERROR, FATAL; unknown (0) is INFO. */
export const familyBandOf: (severityNumber: number) => number = severityIndexOf
