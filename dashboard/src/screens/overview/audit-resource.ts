import { answerOf, api } from '../../api/client.js'
import type { components } from '../../api/schema.js'
import { type Days, startOf } from '../../state/period.js'
import { type Resource, useResource } from '../../state/resource.js'

export type AuditEntry = components['schemas']['AuditEntry']

interface Entries {
  readonly entries: readonly AuditEntry[]
}

const MOST = 100
/** A day has some adjustments a service; of more it is said that there are more. */
export const MOST_OF_DAY = 300
/** Who logs in changes nothing. */
const LOGINS = 'session,login_link'
const NONE: Promise<Entries> = Promise.resolve({ entries: [] })

/** What people changed in the period. Not asked for before `wanted`: it stands further down. */
export const useByPeople = (days: Days, wanted: boolean): Resource<Entries> =>
  useResource(wanted ? `audit people ${days}` : 'audit none', (signal) => {
    if (!wanted) return NONE
    const query = { by: 'people', except: LOGINS, since: startOf(days), limit: MOST } as const
    return answerOf(api.GET('/api/v1/audit', { signal, params: { query } }))
  })

/** Policies that were taken back or refused in the period. */
export const useTakenBack = (days: Days, wanted: boolean): Resource<Entries> =>
  useResource(wanted ? `audit back ${days}` : 'audit none', (signal) => {
    if (!wanted) return NONE
    const query = { action: 'policy.reverted,policy.rejected', since: startOf(days), limit: MOST } as const
    return answerOf(api.GET('/api/v1/audit', { signal, params: { query } }))
  })

/** Policies that came into force in the last 24 hours, adjustments among them. */
export const usePutInForce = (): Resource<Entries> =>
  useResource('audit in force', (signal) => {
    const query = { action: 'policy.active', since: startOf(1), limit: MOST_OF_DAY } as const
    return answerOf(api.GET('/api/v1/audit', { signal, params: { query } }))
  })
