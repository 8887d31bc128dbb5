import { ANY_TOKEN, MAX_MERGE_RULES, type MergeRule } from '../protocol/merge-rule.js'
import { applyMergeRules } from './merge-rules.js'
import { splitOutcome } from './outcome.js'
import { signatureOf } from './signature.js'

const GAP = '<*>'
/** With three values or fewer, siblings (start, stop) would be merged. */
const MIN_VALUES = 5
/** Longer templates are told apart by their length well enough, and pairs of places grow with its square. */
const MAX_TOKENS_FOR_PAIRS = 24

/** Templates that are equal but for the places where `rule` has `<+>`. */
interface Candidate {
  readonly rule: string
  readonly members: Set<string>
  /** Distinct tokens, by place. */
  readonly values: Set<string>[]
}

/**
 * Learns which words of templates are values: templates of equal length that differ in one place, with at least 5 distinct tokens
 * there and 2 words left; or in two places at once, with at least 5 distinct tokens in each and 3 words left. Pure and
 * deterministic: the order of the patterns makes no difference. At most 50 rules, those that merge most patterns first.
 *
 * @example
 * learnMergeRules(['ann', 'bob', 'cy', 'dan', 'eve'].map((name) => ({ template: `user ${name} logged in` })))
 * // → [{ template: 'user <+> logged in' }]
 */
export function learnMergeRules(patterns: Iterable<{ readonly template?: string | undefined }>): MergeRule[] {
  const rules: MergeRule[] = []
  // Signed again, whoever sent them: bounded in length, without a <+> of their own, and without their outcome.
  let templates = new Set(
    Array.from(patterns, ({ template = '' }) => signatureOf(splitOutcome(template).base).template),
  )
  for (const places of [1, 2]) {
    for (;;) {
      const found = disjoint(candidatesOf(templates, places)).slice(0, MAX_MERGE_RULES - rules.length)
      if (found.length === 0) break
      rules.push(...found.map(({ rule }) => ({ template: rule })))
      const merge = applyMergeRules(rules)
      templates = new Set(Array.from(templates, (template) => merge(signatureOf(template)).template))
    }
  }
  return rules
}

/** The candidates with most members first, without those that share members with one before. */
function disjoint(candidates: Iterable<Candidate>): Candidate[] {
  const taken = new Set<string>()
  return [...candidates]
    .sort((a, b) => b.members.size - a.members.size || (a.rule < b.rule ? -1 : 1))
    .filter(({ members }) => {
      for (const member of members) if (taken.has(member)) return false
      for (const member of members) taken.add(member)
      return true
    })
}

function candidatesOf(templates: Iterable<string>, places: number): Candidate[] {
  const candidates = new Map<string, Candidate>()
  for (const template of templates) {
    const tokens = template.split(' ')
    const literals = tokens.flatMap((token, i) => (token === GAP ? [] : [i]))
    // As many words as places are given up; one more than places has to be left.
    if (literals.length < 2 * places + 1) continue
    if (places === 1) for (const i of literals) add(candidates, template, tokens, [i])
    else if (tokens.length <= MAX_TOKENS_FOR_PAIRS) {
      for (const i of literals) for (const j of literals) if (i < j) add(candidates, template, tokens, [i, j])
    }
  }
  return [...candidates.values()].filter(({ values }) => values.every(({ size }) => size >= MIN_VALUES))
}

function add(candidates: Map<string, Candidate>, member: string, tokens: readonly string[], at: readonly number[]) {
  const rule = tokens.map((token, i) => (at.includes(i) ? ANY_TOKEN : token)).join(' ')
  let candidate = candidates.get(rule)
  if (candidate === undefined) {
    candidate = { rule, members: new Set(), values: at.map(() => new Set()) }
    candidates.set(rule, candidate)
  }
  candidate.members.add(member)
  for (const [n, i] of at.entries()) candidate.values[n]!.add(tokens[i]!)
}
