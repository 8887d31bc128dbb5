import { learnMergeRules } from '../signature/learn-merge-rules.js'
import type { Advice } from './advice-kinds.js'
import { costOf } from './cost.js'
import { type AdviceInput, MAX_OF_A_KIND } from './logged-pattern.js'

/** Of more patterns the rules take too long to learn. */
const MAX_LEARNT = 2_000

/** Words that are put into a text so that each makes a pattern of its own. They cost no bytes: what is lost is one name for all. */
export function varyingWords(input: AdviceInput): Advice[] {
  // What has many records is a pattern.
  const rare = input.patterns.toSorted((a, b) => a.records - b.records).slice(0, MAX_LEARNT)
  return learnMergeRules(rare.map(({ template }) => ({ template })))
    .flatMap(({ template }): (Advice & { kind: 'format_string' })[] => {
      const isOf = matcherOf(template)
      const members = rare.filter((one) => isOf(one.template))
      const example = members[0]
      if (example === undefined) return []
      const bytes = members.reduce((sum, one) => sum + one.bytes, 0)
      const records = members.reduce((sum, one) => sum + one.records, 0)
      const services = [...new Set(members.flatMap((one) => one.services))].toSorted()
      const said = { template, services, records, patterns: members.length, example: example.template }
      return [{ kind: 'format_string', ...said, ...costOf(input, bytes, 0) }]
    })
    .toSorted((a, b) => b.patterns - a.patterns)
    .slice(0, MAX_OF_A_KIND)
}

/** Returns whether a template is of a rule: as many words, and the same but where the rule has `<+>`. */
function matcherOf(rule: string): (template: string) => boolean {
  const wanted = rule.split(' ')
  return (template) => {
    const words = template.split(' ')
    return words.length === wanted.length && wanted.every((word, i) => word === '<+>' || word === words[i])
  }
}
