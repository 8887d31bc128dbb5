import { z } from '@hono/zod-openapi'
import { learnMergeRules } from 'lipservice/signature'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'
import { Problem } from '../problem.js'

const MAX_INSTANCES = 1_000
/** Templates that merge rules are learned from. */
const MAX_TEMPLATES = 5_000
const DAY_SECONDS = 86_400

const params = z.object({ service: z.string().min(1).max(256) })
const instance = z
  .object({
    instance_id: z.string(),
    reports: z.number().int(),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    sdk: z.string().nullable(),
    service_version: z.string().nullable(),
    policy_version: z.number().int().nullable(),
    mode: z.string().nullable(),
    host: z.string().nullable(),
    pod: z.string().nullable(),
  })
  .openapi('Instance')

/** What there is of one service. */
export function serviceRoutes(store: Store, now: Now): Endpoint[] {
  const idOf = async (teamId: number, name: string): Promise<number> => {
    const id = await store.services.find(teamId, name)
    if (id === undefined) throw new Problem(404, 'the team has no such service')
    return id
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/services/{service}/instances',
      scopes: READERS,
      summary: 'Instances of a service that reported within a day, newest first',
      params,
      responses: [{ status: 200, description: 'The instances', schema: z.object({ instances: z.array(instance) }) }],
      async handle({ params: { service: name }, principal }) {
        const id = await idOf(principal.teamId, name)
        const since = epochSeconds(now) - DAY_SECONDS
        const instances = await store.services.instances(id, since, MAX_INSTANCES)
        return json({
          instances: instances.map((found) => ({
            instance_id: found.instanceId,
            reports: found.reports,
            first_seen: found.firstSeen,
            last_seen: found.lastSeen,
            sdk: found.sdk ?? null,
            service_version: found.serviceVersion ?? null,
            policy_version: found.policyVersion ?? null,
            mode: found.mode ?? null,
            host: found.host ?? null,
            pod: found.pod ?? null,
          })),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/services/{service}/merge-rules',
      scopes: READERS,
      summary: 'Which words of the templates of a service turn out to be values; for `merge_rules` of a policy',
      params,
      responses: [
        {
          status: 200,
          description: 'The rules',
          schema: z.object({ merge_rules: z.array(z.object({ template: z.string() })) }),
        },
      ],
      async handle({ params: { service: name }, principal }) {
        const templates = await store.patterns.templates(await idOf(principal.teamId, name), MAX_TEMPLATES)
        return json({ merge_rules: learnMergeRules(templates.map((template) => ({ template }))) })
      },
    }),
  ]
}
