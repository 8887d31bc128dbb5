import { z } from '@hono/zod-openapi'
import { READERS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'

const entry = z
  .object({
    id: z.number().int(),
    at: z.number().int(),
    actor: z.string().openapi({ description: 'Id of an API key, or the part of the server that did it.' }),
    action: z.string(),
    service: z.string().nullable(),
    reason: z.string(),
    detail: z.looseObject({}),
  })
  .openapi('AuditEntry')

/** Who changed what, and why. */
export function auditRoutes({ audit }: Pick<Store, 'audit'>): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/audit',
      scopes: READERS,
      summary:
        'Changes of policies, budgets, overrides, webhooks and keys, and imports, newest first; nothing is ever taken out',
      query: z.object({
        service: z.string().max(256).optional(),
        before: z.coerce.number().int().positive().optional().openapi({ description: 'Entries with a lower id.' }),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
      responses: [{ status: 200, description: 'The entries', schema: z.object({ entries: z.array(entry) }) }],
      async handle({ query: { service, before, limit }, principal }) {
        const entries = await audit.list(principal.teamId, service, limit, before)
        return json({
          entries: entries.map((found) => ({
            id: found.id,
            at: found.at,
            actor: found.actor,
            action: found.action,
            service: found.service === '' ? null : found.service,
            reason: found.reason,
            detail: found.detail,
          })),
        })
      },
    }),
  ]
}
