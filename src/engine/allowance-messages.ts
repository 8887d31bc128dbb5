import type { Diag } from '../internal/diag.js'
import { ALLOWANCE_SHARES, type AllowanceName } from '../sampling/allowances/shares.js'

type Bounded = Exclude<AllowanceName, 'always_keep'>

/** What each allowance is for, for people. */
const SUBJECTS: Record<Bounded, string> = {
  first: 'the first records of each pattern, below WARN',
  first_warn: 'the first records of each pattern, from WARN on',
  novel: 'the next records of each pattern, below WARN',
  novel_warn: 'the next records of each pattern, from WARN on',
  failed: 'records of failures',
  error_shaped: 'data in the shape of an error',
  keep_attribute: 'records with the attribute lipservice.keep',
  keep_patterns: 'patterns that the policy keeps whole',
  incident: 'what passes while the policy has declared an incident',
}

/** The floor is spent wherever there are many patterns, which endangers nothing that was promised. */
const FLOOR: readonly AllowanceName[] = ['first', 'first_warn', 'novel', 'novel_warn']

/** Says that an allowance has nothing left. */
export function sayAllowanceSpent(diag: Diag, name: AllowanceName): void {
  if (name === 'always_keep') return
  const details = { about: name, subject: SUBJECTS[name], percent: Math.round(ALLOWANCE_SHARES[name] * 100) }
  diag.once(FLOOR.includes(name) ? 'floor_spent' : 'allowance_spent', details)
}
