import { z } from '@hono/zod-openapi'
import type { ServiceCatalog } from '../../ingest/service-catalog.js'
import { epochSeconds, type Now } from '../../internal/clock.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint } from '../endpoint.js'
import { Problem } from '../problem.js'
import { reason } from './reason-field.js'

/** The end of a service. */
export function serviceRemovalRoutes(
  { services }: Pick<Store, 'services'>,
  catalog: Pick<ServiceCatalog, 'forget'>,
  now: Now,
): Endpoint[] {
  return [
    endpoint({
      method: 'delete',
      path: '/api/v1/services/{service}',
      scopes: ['admin'],
      summary:
        'Removes a service with all that is kept of it but the audit; its rows leave within minutes. If it reports again, it is a new one',
      params: z.object({ service: z.string().min(1).max(256) }),
      query: z.object({ reason: reason.optional() }),
      responses: [{ status: 204, description: 'It is gone' }],
      async handle({ params: { service }, query, principal: { teamId, keyId } }) {
        const at = epochSeconds(now)
        const entry = {
          teamId,
          at,
          actor: keyId,
          action: 'service.removed',
          service,
          reason: query.reason ?? '',
          detail: {},
        }
        if (!(await services.remove(teamId, service, entry))) throw new Problem(404, 'the team has no such service')
        catalog.forget(teamId, service)
        return new Response(null, { status: 204 })
      },
    }),
  ]
}
