import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Resource, useResource } from './resource.js'

export type Incident = components['schemas']['Incident']

/** What {@link useNewestIncidents} has at most. */
export const NEWEST_INCIDENTS = 20

/** The newest incidents of all services, open ones and others. */
export const useNewestIncidents = (): Resource<{ readonly incidents: readonly Incident[] }> =>
  useResource('newest incidents', (signal) =>
    answerOf(api.GET('/api/v1/incidents', { signal, params: { query: { limit: NEWEST_INCIDENTS } } })),
  )
