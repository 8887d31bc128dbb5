import { packPatternChecks } from '../../src/protocol.js'
import { signatureOf } from '../../src/signature/signature.js'

/** Returns what a policy says to keep the patterns of these messages whole. */
export function keeping(...messages: readonly string[]): { keep_patterns: string[]; pattern_checks: string } {
  const signatures = messages.map(signatureOf)
  const keep_patterns = signatures.map(({ id }) => id)
  const checks = { keep: signatures.map(({ check }) => check), rated: new Map<string, string>() }
  return { keep_patterns, pattern_checks: packPatternChecks({ keep_patterns }, checks) }
}
