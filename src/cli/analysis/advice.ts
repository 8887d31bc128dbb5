import { learnMergeRules } from '../../signature/learn-merge-rules.js'
import type { AnalysisResult } from './analysis.js'
import type { PatternTally } from './pattern-tally.js'

const DEAR_SHARE = 0.05
const MAX_DEAR = 5
const MAX_VARYING = 5
/** Of more patterns the rules take too long to learn. */
const MAX_LEARNT = 5_000
const MIN_SHARED = 2
const MAX_SHARED = 3
const DEBUG_BAND = 2
const INFO_BAND = 3

/** What can be mended where a line is logged. */
export type Advice =
  /** A line that costs much and says little: below WARN, and none of its records is an error. */
  | { readonly kind: 'dear'; readonly tally: PatternTally; readonly band: 'debug' | 'info' }
  /** Values that are written so that they make patterns of their own: `<+>` stands for them. */
  | {
      readonly kind: 'varies'
      readonly template: string
      readonly patterns: number
      readonly records: number
      readonly example: string
    }
  /** Several services log the same: often a request that each of them logs. */
  | { readonly kind: 'shared'; readonly tally: PatternTally }

/** Returns what an analysis advises, the most money first within each kind. */
export function adviceOf({ patterns, bytes }: AnalysisResult): readonly Advice[] {
  const dear = patterns
    .filter(
      (tally) => tally.bytes >= bytes * DEAR_SHARE && tally.errors === 0 && tally.band >= 1 && tally.band <= INFO_BAND,
    )
    .slice(0, MAX_DEAR)
    .map((tally): Advice => ({ kind: 'dear', tally, band: tally.band <= DEBUG_BAND ? 'debug' : 'info' }))
  const shared = patterns
    .filter(({ services, records }) => services.size >= MIN_SHARED && records > services.size)
    .slice(0, MAX_SHARED)
    .map((tally): Advice => ({ kind: 'shared', tally }))
  return [...dear, ...varyingOf(patterns), ...shared]
}

function varyingOf(patterns: readonly PatternTally[]): Advice[] {
  // What has many records is a pattern.
  const rare = patterns.toSorted((a, b) => a.records - b.records).slice(0, MAX_LEARNT)
  const rules = learnMergeRules(rare.map(({ signature }) => ({ template: signature.template })))
  return rules
    .map(({ template }) => {
      const isOf = matcherOf(template)
      const members = rare.filter(({ signature }) => isOf(signature.template))
      const records = members.reduce((sum, tally) => sum + tally.records, 0)
      return {
        kind: 'varies' as const,
        template,
        patterns: members.length,
        records,
        example: members[0]?.example ?? '',
      }
    })
    .filter(({ patterns: many }) => many > 0)
    .toSorted((a, b) => b.patterns - a.patterns)
    .slice(0, MAX_VARYING)
}

/** Returns whether a template is of a rule: as many words, and the same but where the rule has `<+>`. */
function matcherOf(rule: string): (template: string) => boolean {
  const wanted = rule.split(' ')
  return (template) => {
    const words = template.split(' ')
    return words.length === wanted.length && wanted.every((word, i) => word === '<+>' || word === words[i])
  }
}
