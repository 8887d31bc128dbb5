import { readPatternChecks } from '../protocol/pattern-checks.js'
import type { Policy } from '../protocol/policy.js'
import { SEVERITIES, type Severity, severityOf } from '../record/severity.js'

/** What a policy looks a pattern up by. */
export interface PolicyPattern {
  readonly signature: string
  readonly check: string
}

/** The remote rates of a policy, compiled for the hot path: upper bounds of the probability. */
export interface Ceilings {
  /** Returns pattern_rates ?? severity_rates ?? global_rate; `undefined` where the policy names none. */
  of(pattern: PolicyPattern, severityNumber: number): number | undefined
}

export const NO_CEILINGS: Ceilings = { of: () => undefined }

export function compileCeilings(policy: Policy): Ceilings {
  const byPattern = new Map(Object.entries(policy.pattern_rates ?? {}))
  const bySeverity = new Map<Severity, number | undefined>(
    SEVERITIES.map((severity) => [severity, policy.severity_rates?.[severity] ?? policy.global_rate]),
  )
  const { rated } = readPatternChecks(policy)
  /** By its id, unless the policy means another pattern that has it. */
  const ofPattern = ({ signature, check }: PolicyPattern) => {
    const rate = byPattern.get(signature)
    return rate === undefined || (rated.get(signature) ?? check) === check ? rate : undefined
  }
  return { of: (pattern, severityNumber) => ofPattern(pattern) ?? bySeverity.get(severityOf(severityNumber)) }
}
