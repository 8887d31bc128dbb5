import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Days, periodOf } from './period.js'
import { type Resource, useResource } from './resource.js'

export type Service = components['schemas']['Service']
interface ServiceList {
  readonly services: readonly Service[]
}

/** All services of the team, with what they logged in the period: what the side bar, the overview and the list share in one request. */
export const useServices = (days: Days = 1): Resource<ServiceList> =>
  useResource(`services ${days}`, (signal) =>
    answerOf(api.GET('/api/v1/services', { signal, params: { query: periodOf(days) } })),
  )
