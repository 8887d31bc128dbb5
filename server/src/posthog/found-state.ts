import type { Capabilities } from 'lipservice/posthog-api'
import type { ConnectionFinding } from '../store/contracts/posthog.js'

/** Returns what a connection is, by all that was asked for. */
export function findingOf({ badKey, capabilities }: Capabilities, at: number): ConnectionFinding {
  if (badKey !== undefined) return { state: 'refused', problem: badKey, at, capabilities }
  const failing = capabilities.filter(({ outcome }) => outcome !== 'ok')
  const isAway = failing.length === capabilities.length && failing.every(({ outcome }) => AWAY.has(outcome))
  if (isAway) return { state: 'unreachable', problem: failing[0]?.detail ?? 'PostHog was not asked', at, capabilities }
  const scopes = [...new Set(failing.filter(({ outcome }) => outcome === 'missing_scope').map(({ scope }) => scope))]
  return scopes.length === 0
    ? { state: 'connected', problem: '', at, capabilities }
    : { state: 'lacking', problem: `the key lacks ${scopes.join(', ')}`, at, capabilities }
}

const AWAY = new Set(['unavailable', 'throttled'])
