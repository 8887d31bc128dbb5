import { z } from '@hono/zod-openapi'
import { READERS } from '../../scope.js'
import type { AuditEntry } from '../../store/contracts/audit.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'

/** Parts of the server that change things by themselves. */
export const SERVER_ACTORS = ['allocator', 'asker', 'migration', 'rollouts', 'server']
const actions = z
  .string()
  .max(1_000)
  .transform((text) => text.split(','))
  .pipe(z.array(z.string().regex(/^[a-z_]+(\.[a-z_]+)?$/, 'must be an action, or the part before its dot')).max(20))
export const auditEntrySchema = z
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
        action: actions.optional().openapi({
          type: 'string',
          description: 'Such as `budget.set`, or all of a kind: `budget`; several separated by commas.',
        }),
        except: actions
          .optional()
          .openapi({ type: 'string', description: 'Actions that are left out, written likewise.' }),
        by: z
          .enum(['all', 'people'])
          .default('all')
          .openapi({ description: 'people: without what the server did by itself.' }),
        since: z.coerce.number().int().nonnegative().optional().openapi({ description: 'Epoch seconds.' }),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
      responses: [
        { status: 200, description: 'The entries', schema: z.object({ entries: z.array(auditEntrySchema) }) },
      ],
      async handle({ query: { action, by, except, ...asked }, principal }) {
        const exceptActors = by === 'people' ? SERVER_ACTORS : undefined
        const entries = await audit.find(principal.teamId, {
          ...asked,
          actions: action,
          exceptActors,
          exceptActions: except,
        })
        return json({ entries: entries.map(shownAuditEntry) })
      },
    }),
  ]
}

export function shownAuditEntry({
  id,
  at,
  actor,
  action,
  service,
  reason,
  detail,
}: AuditEntry & { readonly id: number }) {
  return { id, at, actor, action, service: service === '' ? null : service, reason, detail }
}
