import type { Pattern } from './pattern-view.js'

/** The rules that decide of a record, in their order: the first that fits is the one. */
export const RULES = ['error', 'exempt', 'whole', 'locked', 'budget'] as const
export type Rule = (typeof RULES)[number]

export type Override = Pattern['overrides'][number]
type Judged = Pick<Pattern, 'why' | 'kept_whole' | 'ceiling' | 'class' | 'overrides'>

/** Which rule each answer of the server's stands for. */
const RULE_OF: Readonly<Record<Pattern['why'], Rule>> = {
  error: 'error',
  exempt: 'exempt',
  security: 'whole',
  audit: 'whole',
  judged: 'whole',
  novel: 'whole',
  incident: 'whole',
  locked: 'locked',
  thinned: 'budget',
  free: 'budget',
}

/** Returns the rule that decides of a pattern under the policy in force. */
export const ruleOf = ({ why }: Pick<Pattern, 'why'>): Rule => RULE_OF[why]

export const overrideOf = ({ overrides }: Pick<Pattern, 'overrides'>, kind: Override['kind']): Override | undefined =>
  overrides.find((one) => one.kind === kind)

/** Rates are rounded on their way into a policy. */
const SAME_RATE = 0.005

/**
 * Returns whether a policy holds what a person fixed; until then it is pending.
 *
 * @param policyAt when the policy in force was made, epoch seconds; `undefined`: there is none, and nothing is held
 */
export function isHeld(override: Override, pattern: Judged, policyAt: number | undefined): boolean {
  if (policyAt === undefined) return false
  // A policy that was made later knows it, also where it changed nothing.
  if (policyAt > override.created_at) return true
  if (override.kind === 'exemption') return pattern.kept_whole
  if (override.kind === 'label') return pattern.class === override.class
  return pattern.why === 'locked' && Math.abs(pattern.ceiling - (override.rate ?? 1)) < SAME_RATE
}

/** Returns what people fixed that no policy holds yet. */
export const pendingOf = (pattern: Judged, policyAt: number | undefined): Override[] =>
  pattern.overrides.filter((one) => !isHeld(one, pattern, policyAt))
