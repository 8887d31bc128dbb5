import type { Policy } from '../protocol/policy.js'
import { SEVERITIES, type Severity, severityOf } from '../record/severity.js'

/** The remote rates of a policy, compiled for the hot path: upper bounds of the probability. */
export interface Ceilings {
  /** Returns pattern_rates ?? severity_rates ?? global_rate; `undefined` where the policy names none. */
  of(signature: string, severityNumber: number): number | undefined
}

export const NO_CEILINGS: Ceilings = { of: () => undefined }

export function compileCeilings(policy: Policy): Ceilings {
  const byPattern = new Map(Object.entries(policy.pattern_rates ?? {}))
  const bySeverity = new Map<Severity, number | undefined>(
    SEVERITIES.map((severity) => [severity, policy.severity_rates?.[severity] ?? policy.global_rate]),
  )
  return { of: (signature, severityNumber) => byPattern.get(signature) ?? bySeverity.get(severityOf(severityNumber)) }
}
