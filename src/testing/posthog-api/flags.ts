import { okay, problem } from './answers.js'
import { Collection, hasText } from './collection.js'
import { anything, fields, flag, record, text, textUpTo } from './fields.js'
import type { Route } from './route.js'

/** Feature flags, and what they say to who asks with the key of the project. */
export class Flags {
  readonly #projectKey: string
  /** Nothing is said of flags: the quota is used up. */
  overQuota = false

  /** Those that there are. */
  readonly flags = new Collection({
    path: 'feature_flags',
    scope: 'feature_flag',
    query: ['search', 'active'],
    fields: {
      'key!': textUpTo(400),
      name: text,
      active: flag,
      filters: record,
      ensure_experience_continuity: flag,
      tags: anything,
    },
    made: (id, given) => ({ id, name: '', active: true, filters: {}, deleted: false, ...given }),
    listed: hasText('key', 'name'),
  })

  constructor(projectKey: string) {
    this.#projectKey = projectKey
  }

  /** Its endpoints. */
  routes(): readonly Route[] {
    return [
      ...this.flags.routes(),
      {
        method: 'POST',
        path: '/flags/',
        auth: 'none',
        query: ['v'],
        throttle: 'none',
        body: fields({
          'api_key!': text,
          'distinct_id!': text,
          groups: record,
          person_properties: record,
          group_properties: record,
        }),
        handle: ({ body }) => {
          if (body['api_key'] !== this.#projectKey)
            return problem(
              401,
              'authentication_error',
              'invalid_api_key',
              'Project API key invalid. You can find your project API key in your PostHog project settings.',
            )
          return okay({
            flags: this.overQuota
              ? {}
              : Object.fromEntries(
                  this.flags.items
                    .filter((item) => item['deleted'] !== true)
                    .map((item) => [item['key'], saidOf(item)]),
                ),
            errorsWhileComputingFlags: false,
            requestId: '00000000-0000-4000-8000-000000000002',
            ...(this.overQuota ? { quotaLimited: ['feature_flags'] } : {}),
          })
        },
      },
    ]
  }
}

/** For all or nobody: the fake knows no conditions. */
function saidOf(item: Record<string, unknown>): object {
  const { groups = [], payloads = {} } = item['filters'] as {
    groups?: { rollout_percentage?: number }[]
    payloads?: Record<string, string>
  }
  const enabled = item['active'] === true && groups.some(({ rollout_percentage: share = 100 }) => share >= 100)
  return {
    key: item['key'],
    enabled,
    variant: null,
    reason: { code: enabled ? 'condition_match' : 'no_condition_match', condition_index: 0, description: null },
    metadata: { id: item['id'], version: 1, payload: enabled ? (payloads['true'] ?? null) : null },
  }
}
