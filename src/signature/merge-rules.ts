import { ANY_TOKEN, type MergeRule } from '../protocol/merge-rule.js'
import { splitOutcome } from './outcome.js'
import { type Signature, signatureOf, withOutcome } from './signature.js'

const GAP = '<*>'
/** A rule may make a template that another applies to; each application leaves fewer words, so this is never reached. */
const MAX_ROUNDS = 64

/**
 * Compiles merge rules: the answer maps a signature to the one of its merged pattern, or to itself where no rule applies. A probe
 * per template length: a template of a length that no rule has costs nothing.
 *
 * @example
 * const merge = applyMergeRules([{ template: 'user <+> logged in' }])
 * merge(signatureOf('user ann logged in')).template // → 'user <*> logged in'
 */
export function applyMergeRules(rules: readonly MergeRule[]): (signature: Signature) => Signature {
  const byLength = new Map<number, string[][]>()
  for (const rule of rules) {
    const tokens = rule.template.split(' ')
    const sameLength = byLength.get(tokens.length)
    if (sameLength === undefined) byLength.set(tokens.length, [tokens])
    else sameLength.push(tokens)
  }

  return (signature) => {
    // An outcome is never a place of a rule: it stays, and what it is the outcome of is merged.
    const { base, outcome } = splitOutcome(signature.template)
    let template = base
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const merged = mergeOnce(template.split(' '), byLength)
      if (merged === undefined) break
      // Gaps side by side become one.
      template = signatureOf(merged).template
    }
    return template === base ? signature : withOutcome(signatureOf(template), outcome)
  }
}

function mergeOnce(tokens: readonly string[], byLength: ReadonlyMap<number, readonly string[][]>): string | undefined {
  const rule = byLength.get(tokens.length)?.find((rule) => applies(rule, tokens))
  return rule?.map((token) => (token === ANY_TOKEN ? GAP : token)).join(' ')
}

/** Whether the rule fits and changes something. */
function applies(rule: readonly string[], tokens: readonly string[]): boolean {
  let changes = false
  for (let i = 0; i < rule.length; i++) {
    if (rule[i] === ANY_TOKEN) changes ||= tokens[i] !== GAP
    else if (rule[i] !== tokens[i]) return false
  }
  return changes
}
