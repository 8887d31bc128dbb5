import type { Now } from '../internal/clock.js'
import { makerOf } from './forecast.js'
import type { PolicyVersions, PutResult } from './policy-versions.js'

/**
 * Keeps everything of a service for some minutes, whatever its policy says. Then the policy is as before by itself.
 * Each turn of the switch is a new version with the same document and the same maker.
 */
export interface IncidentSwitch {
  /** @param minutes 1–60 */
  on(teamId: number, service: string, minutes: number, by: string, reason: string): Promise<PutResult>
  /** Returns `undefined` if it is not on. */
  off(teamId: number, service: string, by: string, reason: string): Promise<PutResult | undefined>
}

export function createIncidentSwitch(versions: PolicyVersions, now: Now): IncidentSwitch {
  async function put(teamId: number, service: string, until: string | null, by: string, reason: string) {
    const { active } = await versions.current(teamId, service)
    const before = active === undefined ? { generated_by: 'operator' } : (JSON.parse(active.document) as object)
    const maker = active && makerOf(active)
    const forecast = {
      ...(active?.forecast !== undefined && (JSON.parse(active.forecast) as object)),
      ...(maker !== undefined && { under: maker.kind, under_since: maker.at }),
      // Without a policy before, none is in force under the switch: the allocator may plan as ever.
      ...(maker === undefined && { under: 'adjustment' as const }),
    }
    const document = { ...before, incident_until: until }
    return versions.add(teamId, service, document, { kind: 'incident', stage: 'active', by, reason, forecast })
  }

  return {
    on(teamId, service, minutes, by, reason) {
      const until = new Date(now() + minutes * 60_000).toISOString()
      return put(teamId, service, until, by, reason)
    },
    async off(teamId, service, by, reason) {
      const { active } = await versions.current(teamId, service)
      const { incident_until: until } = JSON.parse(active?.document ?? '{}') as { incident_until?: string | null }
      if (until == null || Date.parse(until) <= now()) return undefined
      return put(teamId, service, null, by, reason)
    },
  }
}
