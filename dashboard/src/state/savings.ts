import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Days, periodOf } from './period.js'
import { type Resource, useResource } from './resource.js'

export type ServiceSavings = components['schemas']['ServiceSavings']

/** What sampling saved, by service. */
export const useSavings = (days: Days): Resource<{ readonly services: readonly ServiceSavings[] }> =>
  useResource(`savings ${days}`, (signal) =>
    answerOf(api.GET('/api/v1/savings', { signal, params: { query: periodOf(days) } })),
  )
