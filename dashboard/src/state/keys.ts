import { answerOf, api } from '../api/client.js'
import type { components } from '../api/schema.js'
import { type Resource, useResource } from './resource.js'

export type Key = components['schemas']['Key']
export type Scope = Key['scopes'][number]

/** The keys of the team, also those that are revoked: whoever did something did it with one of them. */
export const useKeys = (): Resource<{ readonly keys: readonly Key[] }> =>
  useResource('keys', (signal) => answerOf(api.GET('/api/v1/keys', { signal })))
