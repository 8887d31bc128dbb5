import { isWordClass, LOCKED_VALUE } from 'lipservice/allocation'
import type { Policy } from 'lipservice/protocol'
import { policyPatterns } from '../policies/policy-patterns.js'
import type { StoredOverride } from '../store/contracts/overrides.js'

const MAX_SHOWN = 3

/** Returns why a policy must not be put in force by a word: it thins what a person fixed. `undefined`: it may. */
export function promotionProblem(policy: Policy, overrides: readonly StoredOverride[]): string | undefined {
  const thinned = overrides.filter((one) => thins(policy, one)).map(({ signature }) => signature)
  if (thinned.length === 0) return undefined
  return `it thins patterns that a person locked, exempted or labelled: ${[...new Set(thinned)].slice(0, MAX_SHOWN).join(', ')}`
}

function thins(policy: Policy, { kind, rate, label, signature, check }: StoredOverride): boolean {
  if (kind === 'label' && !isWordClass(label ?? '')) return false
  const { keepsWhole, rateOf, ...values } = policyPatterns(policy)
  const pattern = { signature, check }
  if (keepsWhole(pattern) || policy.mode === 'off' || policy.mode === 'shadow') return false
  if (kind === 'exemption' || kind === 'label') return true
  // The severity of its records is not known here: the lowest rate counts.
  const general = [policy.global_rate ?? 1, ...Object.values(policy.severity_rates ?? {})]
  if ((rateOf(pattern) ?? Math.min(...general)) < rate) return true
  // A budget thins below its rates whatever has not the value of a lock.
  return policy.budget !== undefined && values.valueOf(pattern) < LOCKED_VALUE
}
