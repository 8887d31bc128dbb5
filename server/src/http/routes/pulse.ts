import { z } from '@hono/zod-openapi'
import { epochSeconds, type Now } from '../../internal/clock.js'
import { READERS } from '../../scope.js'
import type { Store } from '../../store/store.js'
import { type Endpoint, endpoint, json } from '../endpoint.js'

const pulse = z
  .object({
    now: z.number().int().openapi({ description: 'Time of the server, epoch seconds.' }),
    audit_id: z.number().int().openapi({ description: 'Of the newest entry; 0: there is none.' }),
    open_incidents: z.number().int(),
    candidates: z.number().int().openapi({ description: 'Versions of policies on their way.' }),
    last_report_at: z.number().int().nullable(),
  })
  .openapi('Pulse')

/** Whether anything changed: what a page asks for again and again. */
export function pulseRoutes({ pulse: pulses }: Pick<Store, 'pulse'>, now: Now): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/pulse',
      scopes: READERS,
      summary: 'Whether anything changed since; its ETag is the same until then',
      responses: [
        { status: 200, description: 'What is newest', schema: pulse },
        { status: 304, description: 'It is the one of If-None-Match' },
      ],
      async handle({ principal, request }) {
        const { auditId, openIncidents, candidates, lastReportAt } = await pulses.of(principal.teamId)
        // The time alone is no change.
        const etag = `"${[auditId, openIncidents, candidates, lastReportAt ?? ''].join('-')}"`
        const headers = { etag, 'cache-control': 'no-cache' }
        if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
        const shown = {
          now: epochSeconds(now),
          audit_id: auditId,
          open_incidents: openIncidents,
          candidates,
          last_report_at: lastReportAt ?? null,
        }
        return json(shown, 200, headers)
      },
    }),
  ]
}
